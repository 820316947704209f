import type { Catalogue } from '../catalogue.ts';

export const trouble: Catalogue['trouble'] = {
  'reader-away': {
    title: 'Der Kartenleser macht Pause',
    lead: 'Wir suchen ihn die ganze Zeit. Mit Ihrer Karte ist alles in Ordnung.',
    todo: 'Nehmen Sie das Terminal nebenan',
    more: 'Oder fragen Sie das Personal. Es kennt sich aus.',
  },
  'reader-busy': {
    title: 'Der Leser ist gerade belegt',
    lead: 'Ein anderes Programm nutzt ihn. Mit Ihrer Karte ist alles in Ordnung.',
    todo: 'Versuchen Sie es gleich noch einmal',
    more: 'Meist ist er nach ein paar Sekunden frei.',
  },
  'card-again': {
    title: 'Legen Sie die Karte noch einmal auf',
    lead: 'Wir haben sie kurz aus den Augen verloren. Nichts ist verloren.',
    todo: 'Legen Sie sie flach auf den Leser',
    more: 'Lassen Sie sie liegen, bis wir Bescheid sagen.',
  },
  'card-other': {
    title: 'Das ist eine andere Karte',
    lead: 'Wir machen nur mit der ersten weiter. Nichts ist verloren.',
    todo: 'Legen Sie die erste Karte auf',
    more: 'Oder beginnen Sie mit dieser neu, wenn der Bildschirm frei ist.',
  },
  'card-foreign': {
    title: 'Das ist keine unserer Karten',
    lead: 'Wir können sie hier nicht lesen. Nichts darauf hat sich geändert.',
    todo: 'Haben Sie eine andere Karte?',
    more: 'Legen Sie die mit unserem Zeichen auf den Leser.',
  },
  'card-damaged': {
    title: 'Zeigen Sie diese Karte am Schalter',
    lead: 'Das Personal sucht die Kopie heraus, die wir davon haben.',
    todo: 'Bringen Sie sie zum Schalter',
    more: 'Das Personal schreibt Ihre Daten auf eine neue Karte.',
  },
  'card-exchange': {
    title: 'Diese Karte ist hier nicht änderbar',
    lead: 'Darum bleibt sie, wie sie ist. Nichts darauf hat sich geändert.',
    todo: 'Bringen Sie sie zum Schalter',
    more: 'Das Personal kann sie tauschen. Alles zieht auf die neue um.',
  },
  'card-tired': {
    title: 'Legen Sie die Karte noch einmal auf',
    lead: 'Ihr Speicher hat nicht wie erwartet geantwortet. Wir prüfen ihn noch einmal.',
    todo: 'Legen Sie sie flach auf den Leser',
    more: 'Wenn es wieder geschieht, bekommen Sie vom Personal eine neue Karte.',
  },
  'data-doubtful': {
    title: 'Ihre Karte bleibt, wie sie ist',
    lead: 'Die neuen Daten bestanden unsere Prüfung nicht. Wir schreiben sie nicht.',
    todo: 'Ihre Karte geht wie bisher',
    more: 'Das Personal findet die richtigen Daten dafür.',
  },
  'data-large': {
    title: 'Nicht alles passt auf diese Karte',
    lead: 'Darum haben wir nichts geschrieben. Ihre Karte geht wie bisher.',
    todo: 'Das Personal hat größere Karten',
    more: 'Alles zieht auf die neue um.',
  },
  'not-confirmed': {
    title: 'Legen Sie die Karte noch einmal auf',
    lead: 'Wir wollen selbst sehen, dass der letzte Schritt getan ist.',
    todo: 'Legen Sie sie flach auf den Leser',
    more: 'Es dauert ein paar Sekunden. Nichts ist verloren.',
  },
  'service-away': {
    title: 'Gerade ist kein Update möglich',
    lead: 'Der Kartendienst ist nicht erreichbar. Mit Ihrer Karte ist alles in Ordnung.',
    todo: 'Versuchen Sie es gleich noch einmal',
    more: 'Oder kommen Sie später wieder. Nichts geht verloren.',
  },
  'service-refused': {
    title: 'Dieses Terminal braucht Personal',
    lead: 'Der Kartendienst nimmt es nicht an. Mit Ihrer Karte ist alles in Ordnung.',
    todo: 'Nehmen Sie das Terminal nebenan',
    more: 'Oder sagen Sie es dem Personal. Es kennt sich aus.',
  },
  'kiosk-down': {
    title: 'Dieses Terminal braucht Personal',
    lead: 'Es kann nichts aufzeichnen. Darum lässt es jede Karte in Ruhe.',
    todo: 'Nehmen Sie das Terminal nebenan',
    more: 'Ihre Karte behält, was auf ihr ist.',
  },
  'kiosk-stumbled': {
    title: 'Wir fangen hier neu an',
    lead: 'Etwas lief anders als geplant. Nichts ist verloren.',
    todo: 'Nehmen Sie Ihre Karte ab, und legen Sie sie wieder auf',
    more: 'Wir sehen sie uns erst an, dann geht es weiter.',
  },
  'receipt-away': {
    title: 'Diesmal ohne Beleg',
    lead: 'Ihre Karte ist fertig und sicher. Nur der Beleg fehlt.',
    todo: 'Das Personal druckt ihn für Sie',
    more: 'Die Nummer Ihres Besuchs genügt dafür.',
  },
  'staff-pin': {
    title: 'Diese PIN öffnet es nicht',
    lead: 'Das Terminal bleibt, wo es ist.',
    todo: 'Geben Sie sie noch einmal ein',
    more: 'Oder fragen Sie, wer für dieses Terminal zuständig ist.',
  },
  'not-now': {
    title: 'Das geht bei diesem Schritt nicht',
    lead: 'Der Bildschirm ist schon weiter. Nichts hat sich geändert.',
    todo: 'Folgen Sie dem, was jetzt dasteht',
    more: 'Oder rufen Sie das Personal. Es hilft Ihnen.',
  },
};
