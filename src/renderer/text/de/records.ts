import type { Catalogue } from '../catalogue.ts';

export const records: Catalogue['records'] = {
  open: 'Vorgänge',
  title: 'Was hier geschah',
  find: 'Nummer oder letzte vier Ziffern',
  none: 'Damit ist nichts zu finden.',
  empty: 'Hier ist noch nichts geschehen.',
  failed: 'Sie sind gerade nicht zu lesen. Schließen Sie dies und versuchen Sie es noch einmal.',
  when: 'Wann',
  what: 'Was',
  device: 'Karte oder Handy',
  outcome: 'Ausgang',
  reference: 'Nummer',
  heard: 'Kartendienst',
  by: 'von {{name}}',
  unended: 'Nicht beendet',
  kind: {
    visit: 'Update',
    synchronize: 'Auf ein anderes umgezogen',
    replace: 'Ersetzt',
    merge: 'Zwei zusammengeführt',
  },
  ended: {
    current: 'Aktuell',
    updated: 'Aktualisiert',
    declined: 'Nicht gewünscht',
    refused: 'Abgelehnt',
    interrupted: 'Unterbrochen',
    'set-aside': 'Zurückgestellt',
    failed: 'Nicht gelungen',
  },
  host: {
    told: 'Weiß es',
    waiting: 'Erfährt es noch',
    refused: 'Nahm es nicht an',
  },
};
