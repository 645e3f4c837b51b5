// What comes back when goods of a committed ticket do. Pure: the ticket as it was journalled, what has come back before, and
// what comes back now. Kept goods are never priced again; every figure of a line goes back by Part (domain rules part 9).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/amounts.hpp"
#include "base/refusal.hpp"
#include "domain/basket.hpp"
#include "domain/quote.hpp"

namespace counterfoil::domain {

/// What returns have settled of a gift that stays with the customer (domain/return_gifts.hpp).
struct GiftSettled {
    Money taken;          ///< off refunds, less what went back when the gift did
    bool waived = false;  ///< nothing more is taken
    bool operator==(const GiftSettled&) const = default;
};

/// Pieces of a line that the customer has in another size or colour now: the line's figures stay what they are.
struct Exchanged {
    std::int32_t line_no = 0;  ///< of the basket
    Quantity quantity;         ///< whole pieces
    Sku from_sku;
    Sku sku;
    std::string gtin;
    std::string name;
    bool operator==(const Exchanged&) const = default;
};

/// A committed ticket: basket and quote of its journal entry, and the quantities that have come back so far, by the quote's
/// line_no.
struct SoldTicket {
    Basket basket;
    Quote quote;
    std::map<std::int32_t, Quantity> returned;
    std::map<CouponId, GiftSettled> gifts = {};
    std::vector<Exchanged> exchanged = {};  ///< in order

    Quantity returned_of(std::int32_t line_no) const {
        const auto found = returned.find(line_no);
        return found == returned.end() ? Quantity{} : found->second;
    }
};

/// How much of the basket's goods a line of its quote is about; 0 where it is about none.
Quantity quantity_of(const SoldTicket& ticket, const QuoteLine& line);
/// What had been paid for the first `back` of `whole`: the customer's part and each third party's by Part, so that no return
/// hands one what the other paid.
Money net_of(const QuoteLine& line, Quantity back, Quantity whole);

/// What is asked to come back of one line. Of a line that coupons split, the number of a part means this part; the basket's
/// number means all parts, of which the one that was paid least per piece comes back first.
struct ReturnRequest {
    std::int32_t line_no = 0;
    Quantity quantity;  ///< > 0; whole pieces, unless the line is weighed
    bool operator==(const ReturnRequest&) const = default;
};

/// The part of a ticket's line that comes back. list = pos_discount + all of alloc but third_party + net; net = ex_tax +
/// tax; all >= 0. The refund for the line is net less what goes back to third parties.
struct ReturnLine {
    std::int32_t line_no = 0;              ///< of the quote: a part of a split line has its own
    std::optional<std::int32_t> split_of;  ///< the basket's line that it is a part of, as in the quote
    Quantity before;  ///< what of the line had come back already: the Part is of before -> before + quantity
    Quantity quantity;
    Money list;
    Money pos_discount;
    std::vector<Allocation> alloc;  ///< in the order of the ticket's line, without empty shares; its points go back; the
                                    ///< uses of a card come with the last piece of its line
    Money net;                      ///< what was paid for it
    Money ex_tax;
    Money tax;
    Points earn;                       ///< points that the line had earned, to be taken
    std::vector<PursePoints> earn_in;  ///< the same in purses beside the main one, in the order of the ticket's line
    bool operator==(const ReturnLine&) const = default;
};

/// What a return does to a purse beside the main one.
struct PurseReturn {
    PurseId purse_id;
    Points burn;  ///< burnt points that go back
    Points earn;  ///< earned points to be taken
    bool operator==(const PurseReturn&) const = default;
};

struct Return {
    std::vector<ReturnLine> lines;    ///< by line_no
    Totals totals;                    ///< of these lines; `due` is the refund in money
    Points burn;                      ///< burnt points that go back
    Points earn;                      ///< earned points to be taken
    std::vector<PurseReturn> purses;  ///< the same of the others, by purse_id
    bool whole = false;               ///< with this return the whole ticket has come back
    bool voided = false;              ///< the ticket is to be as if it had not been
    bool operator==(const Return&) const = default;
};

/// Points of a purse that go back, and that are to be taken; 0 where the return has nothing to do with it.
PurseReturn in_purse(const Return& done, const PurseId& purse);

/// Refusals, with the JSON pointer into `lines`: `return_invalid` (figures: rule), or `over_returned` where more is asked
/// than is left (figures: line_no, sold, left in thousandths). A line that the ticket does not have has nothing left.
/// The order of `lines` does not matter.
Outcome<Return> make_return(const SoldTicket& ticket, std::span<const ReturnRequest> lines);

/// All of the ticket at once, on its own business day and before anything of it came back. Refusal: `void_too_late`
/// (figures: business_day of the ticket, and today or the returned line_no).
Outcome<Return> make_void(const SoldTicket& ticket, std::string_view today);

/// Counts a return as done.
void add_return(SoldTicket& ticket, const Return& done);

}  // namespace counterfoil::domain
