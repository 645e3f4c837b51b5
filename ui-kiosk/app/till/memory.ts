// Keeps the till over a reload or a crash of the page, in the browser's storage for this tab.
import type { Till } from './till';

/** Rises when the shape changes: what an older page has kept is then left alone. */
const key = 'counterfoil.till.1';

export interface Memory {
    load(): Till | null;
    save(till: Till): void;
}

export function tabMemory(storage: Storage): Memory {
    return {
        load() {
            const text = storage.getItem(key);
            if (text === null) return null;
            try {
                return JSON.parse(text) as Till;
            } catch {
                console.error('till.memory_malformed');
                return null;
            }
        },
        save(till) {
            try {
                storage.setItem(key, JSON.stringify(till));
            } catch (caught) {
                // The till works on; a reload would begin anew.
                console.error('till.memory_failed', caught);
            }
        },
    };
}
