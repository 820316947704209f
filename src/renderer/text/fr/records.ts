import type { Catalogue } from '../catalogue.ts';

export const records: Catalogue['records'] = {
  open: 'Opérations',
  title: 'Ce qui s’est passé ici',
  find: 'Référence ou quatre derniers chiffres',
  none: 'Rien n’est trouvé ainsi.',
  empty: 'Il ne s’est encore rien passé ici.',
  failed: 'La liste n’est pas lisible pour l’instant. Fermez et recommencez.',
  when: 'Quand',
  what: 'Quoi',
  device: 'Carte ou téléphone',
  outcome: 'Issue',
  reference: 'Référence',
  heard: 'Service des cartes',
  by: 'par {{name}}',
  unended: 'Pas terminé',
  kind: {
    visit: 'Mise à jour',
    synchronize: 'Passage à un autre',
    replace: 'Remplacement',
    merge: 'Deux réunis',
  },
  ended: {
    current: 'À jour',
    updated: 'Mis à jour',
    declined: 'Pas souhaité',
    refused: 'Refusé',
    interrupted: 'Interrompu',
    'set-aside': 'Mis de côté',
    failed: 'Pas abouti',
  },
  host: {
    told: 'Au courant',
    waiting: 'Le saura',
    refused: 'Ne l’a pas pris',
  },
};
