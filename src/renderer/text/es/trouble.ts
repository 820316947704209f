import type { Catalogue } from '../catalogue.ts';

export const trouble: Catalogue['trouble'] = {
  'reader-away': {
    title: 'El lector está en pausa',
    lead: 'Lo buscamos todo el tiempo. Su tarjeta está bien.',
    todo: 'Use el quiosco de al lado',
    more: 'O pregunte al personal. Sabe qué hacer.',
  },
  'reader-busy': {
    title: 'El lector está ocupado',
    lead: 'Otro programa lo usa. Su tarjeta está bien.',
    todo: 'Pruebe dentro de un momento',
    more: 'Suele quedar libre en unos segundos.',
  },
  'card-again': {
    title: 'Ponga su tarjeta otra vez',
    lead: 'La perdimos de vista un momento. No se pierde nada.',
    todo: 'Póngala plana en el lector',
    more: 'Déjela hasta que la pantalla diga que la retire.',
  },
  'card-other': {
    title: 'Esa es otra tarjeta',
    lead: 'Seguimos solo con la primera. No se pierde nada.',
    todo: 'Ponga la primera tarjeta',
    more: 'O empiece con esta cuando la pantalla quede libre.',
  },
  'card-foreign': {
    title: 'Esta no es una de nuestras tarjetas',
    lead: 'No podemos leerla aquí. Nada ha cambiado en ella.',
    todo: '¿Tiene otra tarjeta?',
    more: 'Ponga en el lector la que lleva nuestro signo.',
  },
  'card-damaged': {
    title: 'Lleve esta tarjeta al mostrador',
    lead: 'El personal busca la copia que guardamos.',
    todo: 'Muéstrela en el mostrador',
    more: 'El personal escribe sus datos en una nueva.',
  },
  'card-exchange': {
    title: 'Aquí no se actualiza esta tarjeta',
    lead: 'Por eso la dejamos como está. No cambió nada en ella.',
    todo: 'Llévela al mostrador',
    more: 'El personal puede cambiarla. Todo pasa a la nueva.',
  },
  'card-tired': {
    title: 'Ponga su tarjeta otra vez',
    lead: 'Su memoria no respondió como debe. La comprobamos de nuevo.',
    todo: 'Póngala plana en el lector',
    more: 'Si vuelve a pasar, el personal le da una nueva.',
  },
  'data-doubtful': {
    title: 'Su tarjeta se queda como está',
    lead: 'Los datos nuevos no pasaron nuestro control. No los escribimos.',
    todo: 'Su tarjeta funciona como antes',
    more: 'El personal encuentra los datos correctos.',
  },
  'data-large': {
    title: 'No cabe todo en esta tarjeta',
    lead: 'Por eso no escribimos nada. Su tarjeta funciona como antes.',
    todo: 'El personal tiene tarjetas más grandes',
    more: 'Todo pasa a la nueva.',
  },
  'not-confirmed': {
    title: 'Ponga su tarjeta otra vez',
    lead: 'Queremos ver nosotros mismos que el último paso está hecho.',
    todo: 'Póngala plana en el lector',
    more: 'Tarda unos segundos. No se pierde nada.',
  },
  'service-away': {
    title: 'Ahora no podemos actualizar',
    lead: 'El servicio de tarjetas está fuera de alcance. Su tarjeta está bien.',
    todo: 'Pruebe dentro de un momento',
    more: 'O vuelva más tarde. No se pierde nada.',
  },
  'service-refused': {
    title: 'Este quiosco necesita al personal',
    lead: 'El servicio de tarjetas no lo acepta. Su tarjeta está bien.',
    todo: 'Use el quiosco de al lado',
    more: 'O avise al personal. Sabe qué hacer.',
  },
  'kiosk-down': {
    title: 'Este quiosco necesita al personal',
    lead: 'No puede tomar notas, así que no toca ninguna tarjeta.',
    todo: 'Use el quiosco de al lado',
    more: 'Su tarjeta conserva lo que tiene.',
  },
  'kiosk-stumbled': {
    title: 'Empezamos de nuevo aquí',
    lead: 'Algo no fue según lo previsto. No se pierde nada.',
    todo: 'Retire su tarjeta y póngala otra vez',
    more: 'Primero la miramos, luego seguimos.',
  },
  'receipt-away': {
    title: 'Esta vez sin recibo',
    lead: 'Su tarjeta está lista y segura. Solo falta el recibo.',
    todo: 'El personal se lo imprime',
    more: 'Basta con el número de su visita.',
  },
  'staff-pin': {
    title: 'Ese PIN no lo abre',
    lead: 'El quiosco sigue en su pantalla.',
    todo: 'Introdúzcalo otra vez',
    more: 'O pregunte a la persona a cargo de este quiosco.',
  },
  'not-now': {
    title: 'No es posible en este paso',
    lead: 'La pantalla ya ha avanzado. Nada ha cambiado.',
    todo: 'Siga lo que dice la pantalla',
    more: 'O llame al personal. Le ayuda.',
  },
};
