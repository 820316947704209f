import type { Catalogue } from '../catalogue.ts';

export const records: Catalogue['records'] = {
  open: 'Operaciones',
  title: 'Qué ha pasado aquí',
  find: 'Referencia o últimas cuatro cifras',
  none: 'Así no se encuentra nada.',
  empty: 'Aquí aún no ha pasado nada.',
  failed: 'Ahora no se puede leer la lista. Cierre y pruebe otra vez.',
  when: 'Cuándo',
  what: 'Qué',
  device: 'Tarjeta o teléfono',
  outcome: 'Resultado',
  reference: 'Referencia',
  heard: 'Servicio de tarjetas',
  by: 'de {{name}}',
  unended: 'Sin terminar',
  kind: {
    visit: 'Actualización',
    synchronize: 'Paso a otra',
    replace: 'Sustitución',
    merge: 'Dos unidas',
  },
  ended: {
    current: 'Al día',
    updated: 'Actualizado',
    declined: 'No deseado',
    refused: 'Rechazado',
    interrupted: 'Interrumpido',
    'set-aside': 'Apartado',
    failed: 'No logrado',
  },
  host: {
    told: 'Lo sabe',
    waiting: 'Lo sabrá',
    refused: 'No lo aceptó',
  },
};
