import type { Catalogue } from '../catalogue.ts';

export const phone: Catalogue['phone'] = {
  screens: {
    reading: {
      title: 'Leemos su teléfono',
      lead: 'Déjelo en el lector. Unos dos segundos.',
    },
    deciding: {
      asking: {
        lead: 'Deje su teléfono en el lector. Consultamos al servicio de tarjetas.',
      },
      recording: {
        title: 'Guardamos copia de su teléfono',
        lead: 'Tiene algo más nuevo de lo que sabíamos. Déjelo en el lector.',
      },
      preparing: {
        lead: 'Deje su teléfono en el lector un momento más.',
      },
    },
    offer: {
      title: 'Hay datos nuevos para su teléfono',
      lead: 'Déjelo en el lector mientras mira.',
      now: 'Ahora en su teléfono',
      accept: 'Actualizar mi teléfono',
      decline: 'Ahora no, me llevo mi teléfono',
      soon: '¿Sigue ahí? En {{time}} su teléfono se queda como está.',
      unknown: 'No sabemos qué tiene ahora. Esto es lo que tendrá.',
    },
    restoring: {
      title: 'Deje su teléfono donde está',
      lead: 'Guarda sus datos anteriores hasta el último paso.',
    },
    verifying: {
      lead: 'Deje su teléfono en el lector. Releemos y comparamos.',
    },
    done: {
      updated: {
        title: 'Listo. Retire su teléfono',
      },
      current: {
        title: 'Todo al día. Retire su teléfono',
      },
      declined: {
        title: 'Como quiera. Retire su teléfono',
        lead: 'Queda tal como estaba. Vuelva cuando quiera.',
      },
      thanks: {
        lead: 'Ya tiene su teléfono.',
      },
      forgotten: {
        title: 'No olvide su teléfono',
        lead: 'Sigue en el lector.',
      },
    },
    removed: {
      title: 'Acerque otra vez su teléfono',
      lead: 'No se pierde nada. Seguimos donde lo dejamos.',
      wrongTitle: 'Ese es otro',
      wrongLead: 'Retírelo y acerque su teléfono al lector. No se pierde nada.',
      waits: 'Sin prisa. Esta pantalla lo espera: {{time}}',
      rather:
        '¿Prefiere dejarlo? Su teléfono tiene todos sus datos, los de antes o los nuevos. Otro quiosco o el mostrador lo termina después.',
    },
    refused: {
      take: 'Retire su teléfono',
    },
  },
  trouble: {
    'card-again': {
      title: 'Acerque su teléfono otra vez',
      lead: 'Lo perdimos de vista un momento. No se pierde nada.',
      todo: 'Póngalo plano en el lector',
      more: 'Déjelo hasta que la pantalla diga que lo retire.',
    },
    'card-other': {
      title: 'Ese es otro teléfono',
      lead: 'Seguimos solo con el primero. Nada ha cambiado.',
      todo: 'Ponga el primero',
      more: 'O empiece con este cuando la pantalla quede libre.',
    },
    'card-tired': {
      title: 'Acerque su teléfono otra vez',
      lead: 'Su memoria no respondió como debe. La comprobamos de nuevo.',
      todo: 'Póngalo plano en el lector',
      more: 'Si vuelve a pasar, el personal busca otra forma con usted.',
    },
    'not-confirmed': {
      title: 'Acerque su teléfono otra vez',
      todo: 'Póngalo plano en el lector',
    },
  },
  refused: {
    hotlisted: {
      title: 'Consta como teléfono perdido',
    },
    'token-unknown': {
      title: 'Aún no conocemos este teléfono',
    },
    expired: {
      title: 'Su tarjeta en él ha caducado',
    },
    'not-yet-valid': {
      title: 'La tarjeta en él empieza más tarde',
    },
    'not-active': {
      title: 'La tarjeta en él no está en uso',
    },
  },
};
