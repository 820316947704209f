import type { Catalogue } from '../catalogue.ts';

export const phone: Catalogue['phone'] = {
  screens: {
    reading: {
      title: 'Nous lisons votre téléphone',
      lead: 'Laissez-le sur le lecteur. Environ deux secondes.',
    },
    deciding: {
      asking: {
        lead: 'Laissez votre téléphone. Nous demandons au service des cartes.',
      },
      recording: {
        title: 'Nous copions votre téléphone',
        lead: 'Il contient plus récent que chez nous. Laissez-le sur le lecteur.',
      },
      preparing: {
        lead: 'Laissez votre téléphone encore un instant sur le lecteur.',
      },
    },
    offer: {
      title: 'Du nouveau pour votre téléphone',
      lead: 'Laissez-le sur le lecteur pendant que vous regardez.',
      now: 'Sur votre téléphone',
      accept: 'Mettre à jour mon téléphone',
      decline: 'Plus tard, je le reprends',
      soon: 'Toujours là ? Votre téléphone reste tel quel dans {{time}}.',
      unknown: 'Son contenu actuel nous échappe. Voici ce qu’il contiendra.',
    },
    restoring: {
      title: 'Laissez votre téléphone en place',
      lead: 'Il garde ses anciennes données jusqu’à la toute dernière étape.',
    },
    verifying: {
      lead: 'Laissez votre téléphone sur le lecteur. Nous relisons et comparons.',
    },
    done: {
      updated: {
        title: 'C’est fait. Prenez votre téléphone',
      },
      current: {
        title: 'Tout est à jour. Prenez le téléphone',
      },
      declined: {
        title: 'Très bien. Prenez votre téléphone',
        lead: 'Il reste exactement comme avant. Revenez quand vous voulez.',
      },
      thanks: {
        lead: 'Vous avez repris votre téléphone.',
      },
      forgotten: {
        title: 'N’oubliez pas votre téléphone',
        lead: 'Il est encore sur le lecteur.',
      },
    },
    removed: {
      title: 'Reposez votre téléphone',
      lead: 'Rien n’est perdu. Nous reprenons où nous en étions.',
      wrongTitle: 'C’en est un autre',
      wrongLead: 'Retirez-le et reposez votre téléphone. Rien n’est perdu.',
      waits: 'Rien ne presse. Cet écran l’attend : {{time}}',
      rather:
        'Vous préférez arrêter ? Votre téléphone a toutes ses données, anciennes ou nouvelles. Une autre borne ou le guichet finira.',
    },
    refused: {
      take: 'Prenez votre téléphone',
    },
  },
  trouble: {
    'card-again': {
      title: 'Reposez votre téléphone',
      lead: 'Nous l’avons perdu de vue un instant. Rien n’est perdu.',
      todo: 'Posez-le à plat sur le lecteur',
      more: 'Laissez-le jusqu’à ce que l’écran dise de le prendre.',
    },
    'card-other': {
      title: 'C’est un autre téléphone',
      lead: 'Nous continuons seulement avec le premier. Rien n’a changé.',
      todo: 'Reposez le premier',
      more: 'Ou recommencez avec celui-ci quand l’écran est libre.',
    },
    'card-tired': {
      title: 'Reposez votre téléphone',
      lead: 'Sa mémoire n’a pas répondu comme prévu. Nous la vérifions encore.',
      todo: 'Posez-le à plat sur le lecteur',
      more: 'Si cela se répète, le personnel trouve une solution avec vous.',
    },
    'not-confirmed': {
      title: 'Reposez votre téléphone',
      todo: 'Posez-le à plat sur le lecteur',
    },
  },
  refused: {
    hotlisted: {
      title: 'Téléphone déclaré perdu',
    },
    'token-unknown': {
      title: 'Ce téléphone est nouveau pour nous',
    },
    expired: {
      title: 'La carte qu’il porte a pris fin',
    },
    'not-yet-valid': {
      title: 'La carte qu’il porte commence plus tard',
    },
    'not-active': {
      title: 'La carte qu’il porte est hors service',
    },
  },
};
