// The cashier's screen.
import { Button } from '../design/parts';
import type { Act } from '../act';
import type { Words } from '../text/language';
import type { Till } from '../till/till';
import { mayReturn } from '../till/till';
import { BasketPanel } from './basket_panel';
import { CouponsPanel } from './coupons_panel';
import { MemberPanel } from './member_panel';
import { PayBar } from './pay_bar';
import { ReturnScreen } from './return_screen';
import { ScanBox } from './scan_box';

export function Cashier({ till, words, act }: { till: Till; words: Words; act: Act }) {
    const { sale, returning } = till;
    if (returning !== null) return <ReturnScreen till={till} returning={returning} words={words} act={act} />;
    return (
        <main class="cashier" data-testid="cashier" data-phase={sale.phase.at}>
            <ScanBox till={till} words={words} act={act} placeholder={words.t('scan.placeholder')}>
                <Button shortcut="F4" disabled={!mayReturn(till)} onPress={act.openReturn}>
                    {words.t('returns.open')}
                </Button>
            </ScanBox>
            <BasketPanel sale={sale} words={words} act={act} />
            <MemberPanel sale={sale} words={words} act={act} />
            <CouponsPanel sale={sale} words={words} act={act} />
            <PayBar till={till} words={words} act={act} />
        </main>
    );
}
