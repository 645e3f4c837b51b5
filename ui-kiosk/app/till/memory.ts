// Keeps the till over a reload or a crash of the page, in the browser's storage for this tab.
import type { Till } from './till';

/** Rises when the shape changes: what an older page has kept is then left alone. */
export const key = 'counterfoil.till.2';

export interface Memory {
    /** Null where nothing is kept, or nothing that this page can go on with. */
    load(): Till | null;
    save(till: Till): void;
    forget(): void;
}

function isTill(value: unknown): value is Till {
    const till = value as Partial<Till> | null;
    const sale = till?.sale;
    return (
        Array.isArray(till?.waiting) &&
        Array.isArray(till.given_up) &&
        till.returning !== undefined &&
        typeof sale?.ticket_id === 'string' &&
        Array.isArray(sale.lines) &&
        Array.isArray(sale.scanned_coupons) &&
        typeof sale.revision === 'number' &&
        typeof sale.phase?.at === 'string'
    );
}

export function tabMemory(storage: Storage): Memory {
    return {
        load() {
            const text = storage.getItem(key);
            if (text === null) return null;
            try {
                const till: unknown = JSON.parse(text);
                if (isTill(till)) return till;
            } catch {
                // said below
            }
            console.error('till.memory_malformed');
            return null;
        },
        forget: () => storage.removeItem(key),
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
