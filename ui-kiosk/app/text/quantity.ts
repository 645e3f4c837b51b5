// Quantities as people type them, in thousandths.
import { piece, quantity_max } from '../sale/sale';

/** "3", and for weighed goods "0.385" or "0,385"; null for anything else. */
export function parseQuantity(text: string, weighed: boolean): number | null {
    const match = /^(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(text.trim());
    if (match === null || (match[2] !== undefined && !weighed)) return null;
    const thousandths = Number(match[1]) * piece + Number((match[2] ?? '').padEnd(3, '0'));
    return thousandths <= quantity_max ? thousandths : null;
}

export interface Typed {
    /** What the next product is taken times; null where nothing was said of it. */
    times: number | null;
    code: string;
}

/** "3*6901234567892", "3*", or just a code. */
export function parseTyped(text: string): Typed {
    const match = /^([1-9]\d{0,2})[*×](.*)$/.exec(text.trim());
    if (match === null) return { times: null, code: text.trim() };
    return { times: Number(match[1]), code: (match[2] ?? '').trim() };
}
