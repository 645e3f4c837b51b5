// Brings the agent's events into the till, in order and once; scans of long ago are left out and told of.
import type { EventListener, Position } from '../../api/events';
import type { AgentEvent } from '../../api/types';
import type { Store } from './store';
import type { Till, TillEvent } from './till';

/** A scan that waited longer, because no page was listening, is about a customer who has gone. */
export const scan_age_ms_most = 120_000;

export interface ListenPorts {
    now: () => number;
    newTicketId: () => string;
    /** Link, devices or pending operations may have changed. */
    statusChanged: () => void;
    connected: (run: string) => void;
    disconnected: () => void;
}

export function listenInto(store: Store<Till, TillEvent>, ports: ListenPorts): EventListener {
    return {
        event(event: AgentEvent, position: Position, missed: boolean) {
            if (event.type === 'scan') return; // what it means follows at once, and is what counts
            if (event.type !== 'identified') {
                store.dispatch({ type: 'passed', position });
                ports.statusChanged();
                // With HQ gone or back, other coupons are safe, at risk, or out of reach.
                if (event.type === 'link') store.dispatch({ type: 'reprice' });
            } else if (missed && ports.now() - event.at > scan_age_ms_most) {
                store.dispatch({ type: 'passed', position });
                store.dispatch({ type: 'notice', tone: 'error', code: 'scans_old', value: '' });
            } else {
                store.dispatch({ type: 'scanned', scan: event.data, spare_ticket_id: ports.newTicketId(), position });
            }
        },
        gap: () => store.dispatch({ type: 'notice', tone: 'error', code: 'scans_lost', value: '' }),
        connected(position) {
            // Kept before anything has happened, so that a page that is loaded anew misses nothing either.
            store.dispatch({ type: 'passed', position });
            ports.connected(position.run);
            ports.statusChanged();
        },
        disconnected: ports.disconnected,
    };
}
