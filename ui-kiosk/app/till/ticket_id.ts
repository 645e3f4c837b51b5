// A ticket's number: the time, for people and for order, and chance, as a till may have two screens.

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

const two = (value: number) => String(value).padStart(2, '0');

/** Such as "W261122-161530-7KQMA": local day and time, then five letters by chance. Returns have an R in front. */
export function ticketId(at: Date, random: Uint8Array, kind: 'W' | 'R' = 'W'): string {
    const day = two(at.getFullYear() % 100) + two(at.getMonth() + 1) + two(at.getDate());
    const time = two(at.getHours()) + two(at.getMinutes()) + two(at.getSeconds());
    const chance = Array.from(random, byte => letters[byte % letters.length]).join('');
    return `${kind}${day}-${time}-${chance}`;
}

export function newTicketId(): string {
    return ticketId(new Date(), crypto.getRandomValues(new Uint8Array(5)));
}

export function newReturnId(): string {
    return ticketId(new Date(), crypto.getRandomValues(new Uint8Array(5)), 'R');
}

/** "2026-11-22", by the till's clock. */
export function dayOf(at: Date): string {
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
