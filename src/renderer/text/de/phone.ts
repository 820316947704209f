import type { Catalogue } from '../catalogue.ts';

export const phone: Catalogue['phone'] = {
  screens: {
    reading: {
      title: 'Wir lesen Ihr Handy',
      lead: 'Lassen Sie es liegen. Etwa zwei Sekunden.',
    },
    deciding: {
      asking: {
        lead: 'Lassen Sie Ihr Handy liegen. Wir fragen den Kartendienst.',
      },
      recording: {
        title: 'Wir sichern Ihr Handy',
        lead: 'Darauf ist Neueres, als wir wussten. Lassen Sie es liegen.',
      },
      preparing: {
        lead: 'Lassen Sie Ihr Handy noch einen Moment liegen.',
      },
    },
    offer: {
      title: 'Wir haben neuere Daten für Sie',
      lead: 'Lassen Sie das Handy liegen, während Sie schauen.',
      now: 'Jetzt auf Ihrem Handy',
      accept: 'Handy aktualisieren',
      decline: 'Jetzt nicht, ich nehme das Handy',
      soon: 'Noch da? In {{time}} bleibt Ihr Handy, wie es ist.',
      unknown: 'Wir wissen nicht, was jetzt darauf ist. Das kommt darauf.',
    },
    restoring: {
      title: 'Lassen Sie Ihr Handy liegen',
      lead: 'Es behält seine alten Daten bis zum allerletzten Schritt.',
    },
    verifying: {
      lead: 'Lassen Sie Ihr Handy liegen. Wir lesen zurück und vergleichen.',
    },
    done: {
      updated: {
        title: 'Fertig. Nehmen Sie Ihr Handy',
      },
      current: {
        title: 'Alles aktuell. Handy bitte nehmen',
      },
      declined: {
        title: 'Wie Sie möchten. Handy bitte nehmen',
        lead: 'Es bleibt genau, wie es war. Kommen Sie jederzeit wieder.',
      },
      thanks: {
        lead: 'Ihr Handy ist bei Ihnen.',
      },
      forgotten: {
        title: 'Vergessen Sie Ihr Handy nicht',
        lead: 'Es liegt noch auf dem Leser.',
      },
    },
    removed: {
      title: 'Legen Sie Ihr Handy wieder auf',
      lead: 'Nichts ist verloren. Wir machen da weiter, wo wir waren.',
      wrongTitle: 'Das ist ein anderes',
      wrongLead: 'Nehmen Sie es ab, und legen Sie Ihr Handy auf. Nichts ist verloren.',
      waits: 'Keine Eile. Der Bildschirm wartet darauf: {{time}}',
      rather:
        'Lieber nicht? Ihr Handy hat alle alten Daten oder alle neuen. Jedes Recard-Terminal oder der Schalter bringt das später zu Ende.',
    },
    refused: {
      take: 'Nehmen Sie Ihr Handy',
    },
  },
  trouble: {
    'card-again': {
      title: 'Legen Sie das Handy noch einmal auf',
      lead: 'Wir haben es kurz aus den Augen verloren. Nichts ist verloren.',
      todo: 'Legen Sie es flach auf den Leser',
      more: 'Lassen Sie es liegen, bis wir Bescheid sagen.',
    },
    'card-other': {
      title: 'Das ist ein anderes Handy',
      lead: 'Wir machen nur mit dem ersten weiter. Nichts hat sich geändert.',
      todo: 'Legen Sie das erste wieder auf',
      more: 'Oder beginnen Sie mit diesem neu, wenn der Bildschirm frei ist.',
    },
    'card-tired': {
      title: 'Legen Sie das Handy noch einmal auf',
      lead: 'Sein Speicher hat nicht wie erwartet geantwortet. Wir prüfen ihn noch einmal.',
      todo: 'Legen Sie es flach auf den Leser',
      more: 'Wenn es wieder geschieht, findet das Personal mit Ihnen einen Weg.',
    },
    'not-confirmed': {
      title: 'Legen Sie das Handy noch einmal auf',
      todo: 'Legen Sie es flach auf den Leser',
    },
  },
  refused: {
    hotlisted: {
      title: 'Dieses Handy ist verloren gemeldet',
    },
    'token-unknown': {
      title: 'Wir kennen dieses Handy noch nicht',
    },
    expired: {
      title: 'Die Karte darauf ist abgelaufen',
    },
    'not-yet-valid': {
      title: 'Die Karte darauf gilt erst später',
    },
    'not-active': {
      title: 'Die Karte darauf ruht',
    },
  },
};
