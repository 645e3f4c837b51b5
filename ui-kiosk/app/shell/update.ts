// Has the browser keep the page, so that it opens while the agent is down; and takes a new version in between two sales.
import { isEmpty } from '../sale/sale';
import type { Store } from '../till/store';
import type { Till, TillEvent } from '../till/till';

/** Answers how to look for a new version: one may have come with an agent that was started again. */
export function keepPageAtHand(till: Store<Till, TillEvent>): () => void {
    // Browsers offer it only where the address is trustworthy: this machine, or TLS.
    if (!('serviceWorker' in navigator)) return () => undefined;
    const workers = navigator.serviceWorker;
    let has_one = workers.controller !== null;
    let outdated = false;
    const takeNew = () => {
        const { sale, returning } = till.get();
        if (outdated && isEmpty(sale) && returning === null) location.reload();
    };
    workers.addEventListener('controllerchange', () => {
        // The first one to take over brings nothing new.
        outdated = has_one;
        has_one = true;
        takeNew();
    });
    till.subscribe(takeNew);
    workers.register('/service-worker.js').catch((caught: unknown) => console.error('page.not_kept', caught));
    return () => {
        void workers
            .getRegistration()
            .then(kept => kept?.update())
            // The agent has gone again meanwhile: the next connection looks again.
            .catch((caught: unknown) => console.info('page.not_looked_for', caught));
    };
}
