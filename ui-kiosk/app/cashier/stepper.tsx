// How much of a line: one more, one less, or typed.
import { useState } from 'preact/hooks';
import { piece } from '../sale/sale';
import type { Words } from '../text/language';
import { parseQuantity } from '../text/quantity';

interface Props {
    name: string;
    /** Thousandths. */
    quantity: number;
    weighed: boolean;
    disabled: boolean;
    words: Words;
    onChange: (quantity: number) => void;
    /** A scanner that types does not know where it types: what cannot be a quantity is a code. */
    onCode: (text: string) => void;
}

function QuantityField({ name, quantity, weighed, words, onChange, onCode }: Props) {
    const [typed, setTyped] = useState<string | null>(null);
    const take = () => {
        const taken = typed === null ? null : parseQuantity(typed, weighed);
        if (taken !== null) onChange(taken);
        setTyped(null);
    };
    return (
        <input
            class="quantity"
            type="text"
            inputMode={weighed ? 'decimal' : 'numeric'}
            aria-label={words.t('basket.quantity_of', { name })}
            value={typed ?? words.quantity(quantity)}
            onFocus={event => event.currentTarget.select()}
            onInput={event => setTyped(event.currentTarget.value)}
            onBlur={take}
            onKeyDown={event => {
                if (event.key !== 'Enter') return;
                const text = event.currentTarget.value;
                if (typed !== null && text.trim() !== '' && parseQuantity(text, weighed) === null) onCode(text);
                take();
                event.currentTarget.blur();
            }}
        />
    );
}

export function Stepper(props: Props) {
    const { name, quantity, disabled, words, onChange } = props;
    return (
        <span class="count">
            <button
                type="button"
                class="step"
                disabled={disabled}
                aria-label={words.t('basket.less', { name })}
                onClick={() => onChange(quantity - piece)}
            >
                −
            </button>
            <QuantityField {...props} />
            <button
                type="button"
                class="step"
                disabled={disabled}
                aria-label={words.t('basket.more', { name })}
                onClick={() => onChange(quantity + piece)}
            >
                +
            </button>
        </span>
    );
}
