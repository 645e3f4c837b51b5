import { afterEach, expect, test, vi } from 'vitest';
import { keepPageAtHand } from '../../app/shell/update';
import { createStore } from '../../app/till/store';
import { newTill, reduceTill } from '../../app/till/till';
import { product, scanOf } from './support';

afterEach(() => vi.unstubAllGlobals());

/** A page whose browser has a worker already, or none yet; answers how often it was loaded anew. */
function page(has_worker: boolean) {
    const workers = Object.assign(new EventTarget(), {
        controller: has_worker ? {} : null,
        register: () => Promise.resolve(),
    });
    const reload = vi.fn();
    vi.stubGlobal('navigator', { serviceWorker: workers });
    vi.stubGlobal('location', { reload });
    const till = createStore(newTill('T1'), reduceTill);
    keepPageAtHand(till);
    return { till, reload, takeOver: () => workers.dispatchEvent(new Event('controllerchange')) };
}

test('a new version is loaded at once where nothing is being sold', () => {
    const { reload, takeOver } = page(true);
    takeOver();
    expect(reload).toHaveBeenCalledTimes(1);
});

test('it waits for the end of a sale', () => {
    const { till, reload, takeOver } = page(true);
    till.dispatch({ type: 'scanned', scan: scanOf({ product: product('TEA') }), spare_ticket_id: 'T2' });
    takeOver();
    expect(reload).not.toHaveBeenCalled();
    till.dispatch({ type: 'discard', spare_ticket_id: 'T2' });
    expect(reload).toHaveBeenCalledTimes(1);
});

test('the first one brings nothing new, the next one does, in the same page', () => {
    const { reload, takeOver } = page(false);
    takeOver();
    expect(reload).not.toHaveBeenCalled();
    takeOver();
    expect(reload).toHaveBeenCalledTimes(1);
});

test('an agent that is gone again when a new version is looked for is no fault of the page', async () => {
    const update = vi.fn(() => Promise.reject(new TypeError('no answer')));
    const workers = Object.assign(new EventTarget(), {
        controller: {},
        register: () => Promise.resolve(),
        getRegistration: () => Promise.resolve({ update }),
    });
    vi.stubGlobal('navigator', { serviceWorker: workers });
    const error = vi.spyOn(console, 'error');
    const info = vi.spyOn(console, 'info').mockReturnValue();
    keepPageAtHand(createStore(newTill('T1'), reduceTill))();
    await vi.waitFor(() => expect(info).toHaveBeenCalledTimes(1));
    expect(update).toHaveBeenCalledTimes(1);
    expect(error).not.toHaveBeenCalled();
});
