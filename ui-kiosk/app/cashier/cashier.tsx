// The cashier's screen.
import type { Act } from '../act';
import type { Words } from '../text/language';
import type { Till } from '../till/till';
import { BasketPanel } from './basket_panel';
import { CouponsPanel } from './coupons_panel';
import { MemberPanel } from './member_panel';
import { PayBar } from './pay_bar';
import { ScanBox } from './scan_box';

export function Cashier({ till, words, act }: { till: Till; words: Words; act: Act }) {
    const { sale } = till;
    return (
        <main class="cashier" data-testid="cashier" data-phase={sale.phase.at}>
            <ScanBox till={till} words={words} act={act} />
            <BasketPanel sale={sale} words={words} act={act} />
            <MemberPanel sale={sale} words={words} act={act} />
            <CouponsPanel sale={sale} words={words} act={act} />
            <PayBar till={till} words={words} act={act} />
        </main>
    );
}
