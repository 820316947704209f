import type { Catalogue } from '../catalogue.ts';

export const trouble: Catalogue['trouble'] = {
  'reader-away': {
    title: 'Le lecteur fait une pause',
    lead: 'Nous le cherchons sans cesse. Votre carte va bien.',
    todo: 'Prenez la borne d’à côté',
    more: 'Ou demandez au personnel. Il sait quoi faire.',
  },
  'reader-busy': {
    title: 'Le lecteur est occupé',
    lead: 'Un autre programme l’utilise. Votre carte va bien.',
    todo: 'Réessayez dans un instant',
    more: 'Il se libère d’habitude en quelques secondes.',
  },
  'card-again': {
    title: 'Reposez votre carte',
    lead: 'Nous l’avons perdue de vue un instant. Rien n’est perdu.',
    todo: 'Posez-la à plat sur le lecteur',
    more: 'Laissez-la jusqu’à ce que l’écran dise de la prendre.',
  },
  'card-other': {
    title: 'C’est une autre carte',
    lead: 'Nous continuons seulement avec la première. Rien n’est perdu.',
    todo: 'Reposez la première carte',
    more: 'Ou recommencez avec celle-ci quand l’écran est libre.',
  },
  'card-foreign': {
    title: 'Ce n’est pas une de nos cartes',
    lead: 'Nous ne pouvons pas la lire ici. Rien n’y a changé.',
    todo: 'Avez-vous une autre carte ?',
    more: 'Posez celle qui porte notre signe sur le lecteur.',
  },
  'card-damaged': {
    title: 'Montrez cette carte au guichet',
    lead: 'Le personnel cherche la copie que nous en gardons.',
    todo: 'Apportez-la au guichet',
    more: 'Le personnel écrit vos données sur une nouvelle carte.',
  },
  'card-exchange': {
    title: 'Carte impossible à modifier ici',
    lead: 'Nous l’avons donc laissée telle quelle. Rien n’y a changé.',
    todo: 'Apportez-la au guichet',
    more: 'Le personnel peut l’échanger. Tout passe sur la nouvelle.',
  },
  'card-tired': {
    title: 'Reposez votre carte',
    lead: 'Sa mémoire n’a pas répondu comme prévu. Nous la vérifions encore.',
    todo: 'Posez-la à plat sur le lecteur',
    more: 'Si cela se répète, le personnel vous donne une nouvelle carte.',
  },
  'data-doubtful': {
    title: 'Votre carte reste telle quelle',
    lead: 'Les nouvelles données n’ont pas passé notre contrôle. Nous ne les écrivons pas.',
    todo: 'Votre carte marche comme avant',
    more: 'Le personnel trouve les bonnes données.',
  },
  'data-large': {
    title: 'Tout ne tient pas sur cette carte',
    lead: 'Nous n’avons donc rien écrit. Votre carte marche comme avant.',
    todo: 'Le personnel a des cartes plus grandes',
    more: 'Tout passe sur la nouvelle.',
  },
  'not-confirmed': {
    title: 'Reposez votre carte',
    lead: 'Nous voulons voir nous-mêmes que la dernière étape est faite.',
    todo: 'Posez-la à plat sur le lecteur',
    more: 'Cela prend quelques secondes. Rien n’est perdu.',
  },
  'service-away': {
    title: 'Pas de mise à jour pour l’instant',
    lead: 'Le service des cartes est hors d’atteinte. Votre carte va bien.',
    todo: 'Réessayez dans un instant',
    more: 'Ou revenez plus tard. Rien ne se perd.',
  },
  'service-refused': {
    title: 'Cette borne a besoin du personnel',
    lead: 'Le service des cartes ne l’accepte pas. Votre carte va bien.',
    todo: 'Prenez la borne d’à côté',
    more: 'Ou dites-le au personnel. Il sait quoi faire.',
  },
  'kiosk-down': {
    title: 'Cette borne a besoin du personnel',
    lead: 'Elle ne peut rien noter, donc elle ne touche à aucune carte.',
    todo: 'Prenez la borne d’à côté',
    more: 'Votre carte garde ce qu’elle contient.',
  },
  'kiosk-stumbled': {
    title: 'Nous reprenons au début',
    lead: 'Quelque chose ne s’est pas passé comme prévu. Rien n’est perdu.',
    todo: 'Prenez votre carte et reposez-la',
    more: 'Nous la regardons d’abord, puis nous continuons.',
  },
  'receipt-away': {
    title: 'Pas de reçu cette fois',
    lead: 'Votre carte est à jour et en sécurité. Seul le reçu manque.',
    todo: 'Le personnel peut l’imprimer',
    more: 'Le numéro de votre visite suffit.',
  },
  'staff-pin': {
    title: 'Ce code PIN n’ouvre pas',
    lead: 'La borne reste sur son écran.',
    todo: 'Saisissez-le encore une fois',
    more: 'Ou demandez au responsable de cette borne.',
  },
  'not-now': {
    title: 'Impossible à cette étape',
    lead: 'L’écran est déjà plus loin. Rien n’a changé.',
    todo: 'Suivez ce que dit l’écran',
    more: 'Ou appelez le personnel. Il vous aide.',
  },
};
