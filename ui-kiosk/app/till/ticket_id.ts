// A ticket's number: the time, for people and for order, and chance, as a till may have two screens.

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Such as "W261122-161530-7KQMA": local day and time, then five letters by chance. */
export function ticketId(at: Date, random: Uint8Array): string {
    const two = (value: number) => String(value).padStart(2, '0');
    const day = two(at.getFullYear() % 100) + two(at.getMonth() + 1) + two(at.getDate());
    const time = two(at.getHours()) + two(at.getMinutes()) + two(at.getSeconds());
    const chance = Array.from(random, byte => letters[byte % letters.length]).join('');
    return `W${day}-${time}-${chance}`;
}

export function newTicketId(): string {
    return ticketId(new Date(), crypto.getRandomValues(new Uint8Array(5)));
}
