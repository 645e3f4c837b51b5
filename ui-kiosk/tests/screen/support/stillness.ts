// Whether anything has moved: by the boxes of the main parts, and by what the browser itself calls a layout shift.
import type { Page } from 'playwright-core';

declare global {
    interface Window {
        stillness?: { moved: string[]; observer: PerformanceObserver };
    }
}

interface Shift extends PerformanceEntry {
    value: number;
    sources?: { node: Node | null }[];
}

const parts = ['.strip', '.scan', '.basket', '.member', '.coupons', '.paybar'];

export interface Stillness {
    /** Box of each part, as "x y width height". */
    boxes: Record<string, string>;
    /** Every shift since the watch began, whoever caused it. */
    moved: string[];
}

/** Begins to watch; what happened before does not count. */
export async function watchStillness(page: Page): Promise<Stillness> {
    await page.evaluate(async () => {
        window.stillness?.observer.disconnect();
        // What stands in the page already is painted first, and may be reported late.
        for (let frame = 0; frame < 3; ++frame) await new Promise(requestAnimationFrame);
        const since = performance.now();
        const moved: string[] = [];
        const note = (entries: PerformanceEntryList) => {
            for (const entry of entries as Shift[]) {
                if (entry.startTime < since) continue;
                const nodes = (entry.sources ?? []).map(({ node }) => (node instanceof Element ? node.className : '#text'));
                moved.push(`${entry.value.toFixed(5)} ${nodes.join(', ')}`);
            }
        };
        const observer = new PerformanceObserver(list => note(list.getEntries()));
        observer.observe({ type: 'layout-shift' });
        window.stillness = { moved, observer };
    });
    return stillness(page);
}

export function stillness(page: Page): Promise<Stillness> {
    return page.evaluate(async names => {
        // What is painted now is reported with the frame after it.
        for (let frame = 0; frame < 3; ++frame) await new Promise(requestAnimationFrame);
        const boxes: Record<string, string> = {};
        for (const name of names) {
            const box = document.querySelector(name)?.getBoundingClientRect();
            boxes[name] = box ? `${box.x} ${box.y} ${box.width} ${box.height}` : 'absent';
        }
        return { boxes, moved: [...(window.stillness?.moved ?? [])] };
    }, parts);
}
