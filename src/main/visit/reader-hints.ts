import type { VisitEvent } from '../../shared/visit/event.ts';
import type { ReaderEvent } from '../reader/port.ts';
import type { Services } from './services.ts';

/** What the reader port told, logged and as the reducer takes it. */
export function hintOf({ log, newId, steady }: Services, event: ReaderEvent): VisitEvent {
  const at = steady();
  switch (event.type) {
    case 'service':
      log('reader-service', { state: event.state });
      return event.state === 'up'
        ? { type: 'service-up', at }
        : { type: 'service-down', failure: event.failure, at };
    case 'token-present': {
      const { reader, presentation: epoch } = event;
      log('token-present', { reader });
      return { type: 'token-present', reader, epoch, visitId: newId(), at };
    }
    case 'token-unreadable': {
      const { reader, presentation: epoch, failure } = event;
      log('token-unreadable', { reader, code: failure.code, detail: failure.detail });
      return { type: 'token-unreadable', reader, epoch, visitId: newId(), failure, at };
    }
    case 'token-absent':
      log('token-absent', { reader: event.reader });
      return { type: 'token-absent', reader: event.reader, epoch: event.presentation, at };
    case 'reader-attached':
    case 'reader-detached':
      log(event.type, { reader: event.reader });
      return { type: event.type, reader: event.reader, at };
  }
}
