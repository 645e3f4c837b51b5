// What is measured in a page: from the moment at which the browser hands it a scan's event, to the first moment after the frame
// that shows the member was painted.
import type { Page } from 'playwright-core';

declare global {
    interface Window {
        /** Ms from event to paint, a sample for each member that was shown. */
        paints: number[];
        /** The page says so as soon as its document shows the member. */
        memberShown?: (member_id: string) => void;
    }
}

/** Before any script of the page runs: notes when a member's event comes, and when it is on the glass. */
export async function installProbe(page: Page): Promise<void> {
    await page.addInitScript(() => {
        window.paints = [];
        let awaited: { member_id: string; since: number } | null = null;
        const Socket = window.WebSocket;
        window.WebSocket = class extends Socket {
            constructor(url: string | URL) {
                super(url);
                // The first listener: it runs before the page's own.
                this.addEventListener('message', ({ data }) => {
                    const member_id = /"member_id":"([^"]+)"/.exec(String(data))?.[1];
                    if (String(data).includes('"type":"identified"') && member_id !== undefined)
                        awaited = { member_id, since: performance.now() };
                });
            }
        };
        window.memberShown = member_id => {
            if (awaited?.member_id !== member_id) return;
            const { since } = awaited;
            awaited = null;
            // A message sent while a frame is prepared arrives after that frame was painted.
            requestAnimationFrame(() => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = () => window.paints.push(performance.now() - since);
                port2.postMessage(null);
            });
        };
        new MutationObserver(() => {
            const shown = document.querySelector('[data-member]')?.getAttribute('data-member');
            if (shown) window.memberShown?.(shown);
        }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-member'] });
    });
}

/** The floor: a page that does nothing but show name and points of a scanned member in one element. Files of the agent's page. */
export const bare_files = {
    'bare.html': '<!doctype html><title>bare</title><p id="p"></p><script src="/bare.js"></script>',
    'bare.js': `
const socket = new WebSocket(location.origin.replace('http', 'ws') + '/v1/events');
socket.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    const member = event.type === 'identified' && event.data.member;
    if (!member) return;
    const p = document.getElementById('p');
    p.textContent = member.name + ' ' + member.points.available;
    p.dataset.member = member.member_id;
};
socket.onopen = () => (document.body.dataset.ready = 'yes');
`,
};
