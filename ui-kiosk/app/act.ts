// What a person can do at the screen. The views know this and nothing of the network.
import type { Language } from './text/language';
import type { ReturningEvent } from './returns/reduce';
import type { TillEvent } from './till/till';

export interface Act {
    till(event: TillEvent): void;
    /** A code, or "3*" before one, typed by hand. */
    enter(text: string): void;
    pay(): void;
    discard(): void;
    nextSale(): void;
    /** Goods come back: their screen takes the place of the sale's, until it is closed. */
    openReturn(): void;
    closeReturn(): void;
    returning(event: ReturningEvent): void;
    speak(language: Language): void;
    letIn(code: string): void;
    details(open: boolean): void;
}
