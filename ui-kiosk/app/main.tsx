// Puts the screen together: stores, the agent's API and events, the teller, the keys, the views.
import { render } from 'preact';
import { connectApi } from '../api/client';
import type { Later } from '../api/events';
import { followEvents } from '../api/events';
import './design/base.css';
import './design/cashier.css';
import './design/returns.css';
import './design/shell.css';
import type { Act } from './act';
import { App } from './shell/app';
import { newDesk, reduceDesk } from './shell/desk';
import { listenToKeys } from './shell/keys';
import { soundErrors } from './shell/sound';
import { StatusWatch } from './shell/status_watch';
import { keepPageAtHand } from './shell/update';
import { keepLanguage, loadLanguage } from './text/language';
import { listenInto } from './till/listen';
import { tabMemory } from './till/memory';
import { createStore } from './till/store';
import { Teller } from './till/teller';
import { ReturnTeller } from './till/return_teller';
import { dayOf, newReturnId, newTicketId } from './till/ticket_id';
import { newTill, reduceTill } from './till/till';
import { Typist } from './till/typist';

const later: Later = (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
};
const now = () => Date.now();

const memory = tabMemory(sessionStorage);
const till = createStore(memory.load() ?? newTill(newTicketId()), reduceTill);
till.subscribe(() => memory.save(till.get()));
const desk = createStore(newDesk(loadLanguage(localStorage, navigator.languages)), reduceDesk);
const api = connectApi(location.origin, () => desk.get().language);

const lockedOut = () => desk.dispatch({ type: 'locked_out' });
const teller = new Teller(till, { api, later, now, newTicketId, lockedOut });
const return_teller = new ReturnTeller(till, { api, later, now, newReturnId, lockedOut });
const typist = new Typist(till, { api, newTicketId, lockedOut });
const watch = new StatusWatch(desk, api, later, now);

const act: Act = {
    till: event => till.dispatch(event),
    enter(text) {
        // The number of a ticket means nothing to the agent.
        if (till.get().returning?.phase.at === 'finding') act.returning({ type: 'find', text });
        else typist.enter(text);
    },
    pay() {
        if (!typist.isBusy) till.dispatch({ type: 'pay', at: now() });
    },
    discard: () => till.dispatch({ type: 'discard', spare_ticket_id: newTicketId() }),
    nextSale: () => till.dispatch({ type: 'next_sale', spare_ticket_id: newTicketId(), at: now() }),
    openReturn() {
        const store_id = desk.get().status?.device.store_id;
        if (!store_id) return; // the agent has not said yet where this is
        till.dispatch({ type: 'return_opened', return_id: newReturnId(), store_id, business_day: dayOf(new Date(now())) });
    },
    closeReturn: () => till.dispatch({ type: 'return_closed', at: now() }),
    returning: event => till.dispatch({ type: 'returning', event }),
    speak(language) {
        keepLanguage(localStorage, language);
        desk.dispatch({ type: 'language', language });
    },
    letIn: code => void letIn(code),
    details: open => desk.dispatch({ type: 'details', open }),
};

const lookForNewPage = keepPageAtHand(till);
let stopEvents: (() => void) | null = null;
function listen(): void {
    stopEvents?.();
    const url = `${location.origin.replace(/^http/, 'ws')}/v1/events`;
    const listener = listenInto(till, {
        now,
        newTicketId,
        statusChanged: () => watch.changed(),
        connected() {
            desk.dispatch({ type: 'listening', listening: true });
            lookForNewPage();
        },
        disconnected() {
            desk.dispatch({ type: 'listening', listening: false });
            watch.changed();
        },
    });
    stopEvents = followEvents(url, till.get().position, listener, later);
}

// Without a cookie the stream would be refused again and again. With one it is heard, be it that another tab was let in.
desk.subscribe(() => {
    const { let_in } = desk.get();
    if (let_in === false && stopEvents !== null) {
        stopEvents();
        stopEvents = null;
        desk.dispatch({ type: 'listening', listening: false });
    } else if (let_in === true && stopEvents === null) {
        teller.letIn();
        return_teller.letIn();
        listen();
    }
});

async function letIn(code: string): Promise<void> {
    const answer = await api.letIn(code);
    if (!answer.ok) {
        desk.dispatch({ type: 'not_let_in', why: answer.problem.status === 0 ? 'unreachable' : 'wrong' });
        return;
    }
    desk.dispatch({ type: 'let_in' });
    watch.changed();
}

/** `counterfoil screen` prints an address that ends in the code; it is used up at once, and is taken out of the history. */
async function takeCode(): Promise<void> {
    const code = location.hash.slice(1);
    if (code === '') return;
    history.replaceState(null, '', location.pathname);
    await letIn(code);
}

async function begin(): Promise<void> {
    // Opened where the page is already, the address loads nothing anew.
    addEventListener('hashchange', () => void takeCode());
    await takeCode();
    if (stopEvents !== null) return;
    watch.changed();
    listen();
}

listenToKeys(till, act);
soundErrors(till);
function reload(anew: boolean): void {
    if (anew) memory.forget();
    location.reload();
}

const root = document.getElementById('app');
if (root) render(<App till={till} desk={desk} act={act} reload={reload} />, root);
void begin();
