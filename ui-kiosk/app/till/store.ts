// Holds one value and tells those who ask of its changes. Events that come while one is being told wait their turn.

export interface Store<Value, Event> {
    get(): Value;
    dispatch(event: Event): void;
    /** Called after each change; answers how to end it. */
    subscribe(listener: () => void): () => void;
}

export function createStore<Value, Event>(first: Value, reduce: (value: Value, event: Event) => Value): Store<Value, Event> {
    let value = first;
    let telling = false;
    const waiting: Event[] = [];
    const listeners = new Set<() => void>();
    return {
        get: () => value,
        dispatch(event) {
            waiting.push(event);
            if (telling) return;
            telling = true;
            try {
                for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
                    const before = value;
                    value = reduce(value, next);
                    if (value !== before) for (const listener of [...listeners]) listener();
                }
            } finally {
                telling = false; // a fault of one listener must not make the store deaf
            }
        },
        subscribe(listener) {
            listeners.add(listener);
            return () => listeners.delete(listener);
        },
    };
}
