// The keyboard of the till: function keys do what the buttons do, and whatever else is typed goes to the scan box, so that a
// scanner that types is heard whatever has the focus.
import { scan_box_id } from '../cashier/scan_box';
import { tenderAfter } from '../cashier/tender_picker';
import type { ReturningEvent } from '../returns/reduce';
import type { Choice, Returning } from '../returns/returning';
import { leftOf } from '../returns/returning';
import { isSettled } from '../sale/reduce';
import type { Sale } from '../sale/sale';
import { piece } from '../sale/sale';
import type { Store } from '../till/store';
import type { Till, TillEvent } from '../till/till';
import type { Act } from '../act';

function scanBox(): HTMLInputElement | null {
    const element = document.getElementById(scan_box_id);
    return element instanceof HTMLInputElement ? element : null;
}

function isTextField(target: EventTarget | null): boolean {
    return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** A blank presses the button that has the focus; every other character is the beginning of a code. */
function isText(event: KeyboardEvent): boolean {
    return event.key.length === 1 && event.key !== ' ';
}

function neighbour(lines: readonly { line_no: number }[], selected_line: number, by: number): number | null {
    const at = lines.findIndex(line => line.line_no === selected_line);
    return lines[Math.min(Math.max(at + by, 0), lines.length - 1)]?.line_no ?? null;
}

/** What a key does to the basket while the scan box is empty; null where it does nothing. */
export function lineKey(sale: Sale, key: string): TillEvent | null {
    const line = sale.lines.find(one => one.line_no === sale.selected_line);
    if (!isSettled(sale) || line === undefined) return null;
    const { line_no, quantity } = line;
    switch (key) {
        case 'ArrowRight':
            return { type: 'quantity', line_no, quantity: quantity + piece };
        case 'ArrowLeft':
            return { type: 'quantity', line_no, quantity: quantity - piece };
        case 'Delete':
            return { type: 'quantity', line_no, quantity: 0 };
        case 'ArrowUp':
        case 'ArrowDown': {
            const other = neighbour(sale.lines, sale.selected_line, key === 'ArrowUp' ? -1 : 1);
            return other === null ? null : { type: 'selected', line_no: other };
        }
        default:
            return null;
    }
}

/** The same keys where goods come back: how many of the line, and which line. */
export function returnLineKey(choice: Choice, key: string): ReturningEvent | null {
    const line_no = choice.selected_line;
    const quantity = choice.quantities[line_no] ?? 0;
    switch (key) {
        case 'ArrowRight':
            // The rest of what was weighed is less than a piece.
            return { type: 'quantity', line_no, quantity: Math.min(quantity + piece, leftOf(choice, line_no)) };
        case 'ArrowLeft':
            return { type: 'quantity', line_no, quantity: quantity - piece };
        case 'Delete':
            return { type: 'quantity', line_no, quantity: 0 };
        case 'ArrowUp':
        case 'ArrowDown': {
            const other = neighbour(choice.detail.left, line_no, key === 'ArrowUp' ? -1 : 1);
            return other === null ? null : { type: 'selected', line_no: other };
        }
        default:
            return null;
    }
}

/** What the function keys and Esc do where goods come back. */
function returnKey({ phase }: Returning, key: string, act: Act): (() => void) | undefined {
    switch (key) {
        case 'F8':
            if (phase.at !== 'choosing') return undefined;
            return () => act.returning({ type: 'tender', tender: tenderAfter(phase.choice.tender) });
        case 'F9':
            return () => (phase.at === 'done' ? act.closeReturn() : act.returning({ type: 'confirm' }));
        case 'Escape':
            return () => (phase.at === 'choosing' ? act.returning({ type: 'back' }) : act.closeReturn());
        default:
            return undefined;
    }
}

function lineRun({ sale, returning }: Till, key: string, act: Act): (() => void) | null {
    if (returning === null) {
        const what = lineKey(sale, key);
        return what && (() => act.till(what));
    }
    const what = returning.phase.at === 'choosing' ? returnLineKey(returning.phase.choice, key) : null;
    return what && (() => act.returning(what));
}

export function listenToKeys(till: Store<Till, TillEvent>, act: Act): void {
    const functions: Record<string, () => void> = {
        F4: () => act.openReturn(),
        F6: () => act.till({ type: 'best_offer' }),
        F7: () => act.till({ type: 'points_toggled' }),
        F8() {
            act.till({ type: 'tender', tender: tenderAfter(till.get().sale.tender) });
        },
        F9: () => (till.get().sale.phase.at === 'done' ? act.nextSale() : act.pay()),
    };
    document.addEventListener('keydown', event => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        const box = scanBox();
        if (box === null) return;
        const dialog = document.querySelector<HTMLDialogElement>('dialog[open]');
        // Nothing in a dialog asks for text: what types there is a scanner, and its code is not to be lost.
        if (dialog !== null && !isText(event)) return;
        dialog?.close();
        const { returning } = till.get();
        const focus = event.key === 'F2' ? () => box.focus() : undefined;
        const run = focus ?? (returning === null ? functions[event.key] : returnKey(returning, event.key, act));
        if (run) {
            event.preventDefault();
            // What was typed in another field counts before the key does: a quantity that is seen is the one that is sold.
            if (event.target instanceof HTMLInputElement && event.target !== box) event.target.blur();
            if (!event.repeat) run();
            return;
        }
        const { phase } = till.get().sale;
        if (event.key === 'Escape' && returning === null && (phase.at === 'confirming' || phase.at === 'opening')) {
            act.till({ type: 'edit' });
            return;
        }
        if (isTextField(event.target) && event.target !== box) return;
        if (box.value === '') {
            const run_line = lineRun(till.get(), event.key, act);
            if (run_line !== null) {
                event.preventDefault();
                run_line();
                return;
            }
        }
        if (isText(event) && event.target !== box) box.focus();
    });
    // A finger or the mouse has pressed something: the scan box has the keyboard again, unless that would bring up one on glass.
    document.addEventListener('click', event => {
        if (event.detail === 0 || matchMedia('(pointer: coarse)').matches) return;
        if (!(event.target instanceof Element) || event.target.closest('input, dialog, summary') !== null) return;
        scanBox()?.focus();
    });
}
