#include "support/generators/messages.hpp"

namespace counterfoil::test_support {
namespace {

using namespace domain;
using namespace protocol;
namespace gen = rc::gen;

template <class Number>
Number draw_number() {
    return Number{static_cast<std::uint64_t>(*amount(0, INT64_MAX))};
}
bool draw_bool() { return *gen::arbitrary<bool>(); }
int draw_below(int count) { return static_cast<int>(*amount(0, count - 1)); }
std::string draw_token() { return *people_text(0, 128); }
std::string draw_code() { return *people_text(0, 64); }

template <class T>
std::vector<T> draw_list(const rc::Gen<T>& each) {
    std::vector<T> list;
    for (int i = draw_below(5); i > 0; --i)
        list.push_back(*each);
    return list;
}

Message draw_welcome() {
    return Welcome{draw_token(),
                   draw_number<HubEpoch>(),
                   static_cast<WelcomeMode>(draw_below(4)),
                   draw_token(),
                   draw_number<JournalSeq>(),
                   draw_number<JournalSeq>(),
                   draw_number<JournalSeq>().value};
}

Message draw_entries() {
    return Entries{*holder(), draw_number<JournalSeq>(), draw_list(journal_row()), *journal_head(), *signature()};
}

Message draw_applied() {
    const auto result = gen::exec([] {
        return EntryResult{draw_number<JournalSeq>(), static_cast<EntryVerdict>(draw_below(4)), draw_code()};
    });
    return Applied{draw_number<DeviceEpoch>(), draw_number<JournalSeq>(), draw_list(result), draw_number<JournalSeq>()};
}

Message draw_acquire() {
    const MemberId member = draw_bool() ? MemberId(*id_text()) : MemberId();
    return Acquire{draw_number<DeviceEpoch>(),
                   draw_number<RequestNo>(),
                   member,
                   draw_list(wanted_right()),
                   static_cast<HoldReason>(draw_below(3)),
                   draw_bool() ? std::vector<std::string>{"a.b.c"} : std::vector<std::string>{}};
}

Message draw_refused() {
    return Refused{draw_number<RequestNo>(), static_cast<RefusedReason>(draw_below(5)),
                   draw_bool() ? StoreId(*id_text()) : StoreId(), draw_bool()};
}

Message draw_closed() {
    return Closed{draw_bool() ? std::optional(*hold_id()) : std::nullopt, draw_number<RequestNo>(),
                  draw_number<JournalSeq>()};
}

Message draw_ask() {
    return Ask{draw_number<DeviceEpoch>(), static_cast<std::uint64_t>(*amount(0, INT64_MAX)),
               *people_text(1, 64),        *people_text(0, 256),
               *people_text(0, 128),       *bytes(40)};
}

Message draw_answer() {
    Answer answer;
    answer.epoch = draw_number<DeviceEpoch>();
    answer.ask_no = static_cast<std::uint64_t>(*amount(0, INT64_MAX));
    answer.status = static_cast<AnswerStatus>(draw_below(3));
    answer.repeated = draw_bool();
    answer.body = *bytes(40);
    if (answer.status == AnswerStatus::refused) answer.refusal = *refusal();
    answer.why = *people_text(0, 200);
    answer.where = *people_text(0, 200);
    return answer;
}

Message draw_feed_changes() {
    FeedBatch batch{*people_text(1, 64), draw_number<FeedPosition>(), {}, draw_list(feed_row())};
    batch.to.value = static_cast<std::uint64_t>(*amount(static_cast<std::int64_t>(batch.from.value), INT64_MAX));
    return FeedChanges{std::move(batch), draw_number<FeedPosition>()};
}

}  // namespace

rc::Gen<JournalHead> journal_head() {
    return gen::exec([] { return JournalHead{draw_number<DeviceEpoch>(), draw_number<JournalSeq>(), *digest()}; });
}
rc::Gen<JournalRow> journal_row() {
    return gen::exec([] {
        return JournalRow{draw_number<DeviceEpoch>(), draw_number<JournalSeq>(), *bytes(40), *digest(), *digest()};
    });
}
rc::Gen<FeedRow> feed_row() {
    return gen::exec([] { return FeedRow{static_cast<FeedKind>(draw_below(5)), *id_text(), draw_bool(), *bytes(40)}; });
}

rc::Gen<Message> message() {
    return gen::exec([]() -> Message {
        switch (draw_below(15)) {
            case 0:
                return Hello{*holder(), *journal_head(), draw_number<HubEpoch>(), draw_token(), draw_token()};
            case 1:
                return draw_welcome();
            case 2:
                return draw_entries();
            case 3:
                return draw_applied();
            case 4:
                return draw_acquire();
            case 5:
                return Grant{{*bytes(200), *signature()}};
            case 6:
                return draw_refused();
            case 7:
                return Recall{*hold_id(), draw_list(units()), draw_code()};
            case 8:
                return Busy{*hold_id(), *amount(0, kAmountMax)};
            case 9:
                return draw_closed();
            case 10:
                return EntriesWanted{draw_number<DeviceEpoch>(), draw_number<JournalSeq>()};
            case 11:
                return FeedRequest{*people_text(1, 64), draw_number<FeedPosition>()};
            case 12:
                return draw_ask();
            case 13:
                return draw_answer();
            default:
                return draw_feed_changes();
        }
    });
}

}  // namespace counterfoil::test_support
