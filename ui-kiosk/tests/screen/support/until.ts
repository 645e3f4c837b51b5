// Waiting for what must come about, with an end to the patience.
import { setTimeout as pause } from 'node:timers/promises';

/** Generous: the machine may be at work for others. Nothing waits this long when all is well. */
export const patience_ms = 30_000;
const look_every_ms = 25;

/** Looks until `holds` says so; throws what it throws. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const end = Date.now() + patience_ms;
    while (!(await holds())) {
        if (Date.now() > end) throw new Error(`waited ${patience_ms / 1000} s in vain: ${what}`);
        await pause(look_every_ms);
    }
}

/** Looks until `look` gives what is wanted; says in the end what it gave instead. */
export async function untilEqual<T>(what: string, wanted: T, look: () => T | Promise<T>): Promise<void> {
    let last: T | undefined;
    const text = JSON.stringify(wanted);
    try {
        await until(what, async () => JSON.stringify((last = await look())) === text);
    } catch (caught) {
        throw new Error(`${what}: ${text} was wanted, last seen ${JSON.stringify(last)}`, { cause: caught });
    }
}
