// Quantities as people type them, in thousandths.
import { piece, quantity_max } from '../sale/sale';

/** "3", and for weighed goods "0.385" or "0,385"; null for anything else. */
export function parseQuantity(text: string, weighed: boolean): number | null {
    const match = /^(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(text.trim());
    if (match === null || (match[2] !== undefined && !weighed)) return null;
    const thousandths = Number(match[1]) * piece + Number((match[2] ?? '').padEnd(3, '0'));
    return thousandths <= quantity_max ? thousandths : null;
}
