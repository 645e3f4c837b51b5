// The frame around every screen.
import { useEffect, useState } from 'preact/hooks';
import { Cashier } from '../cashier/cashier';
import type { Words } from '../text/language';
import { wordsOf } from '../text/language';
import type { Store } from '../till/store';
import type { Till, TillEvent } from '../till/till';
import type { Act } from '../act';
import { Boundary } from './boundary';
import type { Desk, DeskEvent } from './desk';
import { Details } from './details';
import { LetIn } from './let_in';
import { StatusStrip } from './status_strip';

function useStore<Value, Event>(store: Store<Value, Event>): Value {
    const [value, setValue] = useState(store.get());
    useEffect(() => {
        const take = () => setValue(store.get());
        take();
        return store.subscribe(take);
    }, [store]);
    return value;
}

function wordsFor(till: Till, desk: Desk): Words {
    return wordsOf(desk.language, till.money?.currency, till.money?.exponent);
}

interface Props {
    till: Store<Till, TillEvent>;
    desk: Store<Desk, DeskEvent>;
    act: Act;
    reload: (anew: boolean) => void;
}

export function App(props: Props) {
    const till = useStore(props.till);
    const desk = useStore(props.desk);
    const words = wordsFor(till, desk);
    useEffect(() => {
        document.documentElement.lang = desk.language;
    }, [desk.language]);
    return (
        <Boundary words={words} reload={props.reload}>
            <StatusStrip desk={desk} words={words} act={props.act} />
            {desk.let_in === false ? (
                <LetIn why={desk.not_let_in} words={words} act={props.act} />
            ) : (
                <Cashier till={till} words={words} act={props.act} />
            )}
            <Details desk={desk} words={words} act={props.act} />
        </Boundary>
    );
}
