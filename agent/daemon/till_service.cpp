#include "daemon/till_service.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "scan/mask.hpp"
#include "usecase/checkout.hpp"
#include "usecase/commit.hpp"
#include "usecase/enrol.hpp"
#include "usecase/identify.hpp"
#include "usecase/late_earn.hpp"
#include "usecase/member_card.hpp"
#include "usecase/quote.hpp"
#include "usecase/returns.hpp"
#include "usecase/ticket_word.hpp"
#include "usecase/tickets.hpp"
#include "web/shapes_json.hpp"

namespace counterfoil::daemon {

TillService::TillService(TillWorld world, WriterThread& writer, session::SyncPump& pump, web::EventStream& events,
                         web::Metrics& metrics)
    : world_(std::move(world)), writer_(writer), pump_(pump), events_(events), metrics_(metrics) {}

usecase::View TillService::view() {
    return {world_.cache,    world_.reference, world_.ledger.view(), world_.hasher,
            world_.verifier, world_.random,    pump_.link(),         world_.clock.now()};
}

template <class T>
void TillService::write(std::function<Result<Outcome<T>>(const usecase::View&)> action, web::Answer<T> done) {
    struct Told {
        Result<Outcome<T>> answer = fail(ErrorCode::io, "the action did not run", "writer");
        Result<domain::JournalHead> head = fail(ErrorCode::io, "the action did not run", "writer");
    };
    auto told = std::make_shared<Told>();
    const auto job = [told, action = std::move(action)](const usecase::View& on_disk) {
        told->answer = action(on_disk);
        told->head = on_disk.ledger.journal().head();
        return usecase::may_stay(told->answer);
    };
    writer_.post(pump_.link(), job, [this, told, done = std::move(done)](Result<void> durable) {
        if (!durable) {
            done(std::unexpected(std::move(durable).error()));
            return;
        }
        if (usecase::may_stay(told->answer) && told->head) pump_.on_journal_grew(*told->head);
        done(std::move(told->answer));
    });
}

void TillService::identify(usecase::IdentifyRequest request, web::Answer<usecase::Identified> answer) {
    answer(usecase::identify(view(), request));
}

void TillService::member(MemberId id, web::Answer<usecase::MemberCard> answer) { answer(usecase::member_card(view(), id)); }

void TillService::enrol(usecase::EnrolRequest request, web::Answer<usecase::Enrolled> answer) {
    write<usecase::Enrolled>(
        [request = std::move(request)](const usecase::View& on_disk) { return usecase::enrol(on_disk, request); },
        std::move(answer));
}

void TillService::products(std::string query, std::string after_sku, std::size_t limit,
                           web::Answer<std::vector<domain::Product>> answer) {
    answer(usecase::products(view(), query, after_sku, limit));
}

void TillService::quote(usecase::QuoteRequest request, web::Answer<usecase::QuoteAnswer> answer) {
    if (request.basket.register_id.empty()) request.basket.register_id = world_.register_id;
    answer(usecase::quote(view(), request));
}

void TillService::open_checkout(usecase::QuoteRequest request, web::Answer<usecase::CheckoutAnswer> answer) {
    if (request.basket.register_id.empty()) request.basket.register_id = world_.register_id;
    const auto opened = [this, answer = std::move(answer)](Result<Outcome<usecase::Opened>> result) {
        if (!result) return answer(std::unexpected(std::move(result).error()));
        if (auto* refusal = std::get_if<Refusal>(&*result)) return answer(std::move(*refusal));
        auto& value = std::get<usecase::Opened>(*result);
        const CheckoutId id = value.answer.checkout.checkout_id;
        pump_.touch(id);
        if (!value.wish) return answer(std::move(value.answer));
        pump_.acquire(id, *value.wish, [this, id, answer](Result<void> settled) {
            if (!settled) return answer(std::unexpected(std::move(settled).error()));
            answer(usecase::checkout(view(), id));
        });
    };
    write<usecase::Opened>(
        [request = std::move(request)](const usecase::View& on_disk) { return usecase::open_checkout(on_disk, request); },
        opened);
}

void TillService::checkout(CheckoutId id, web::Answer<usecase::CheckoutAnswer> answer) {
    auto result = usecase::checkout(view(), id);
    if (usecase::may_stay(result)) pump_.touch(id);
    answer(std::move(result));
}

void TillService::commit(usecase::CommitRequest request, web::Answer<usecase::Committed> answer) {
    const CheckoutId id = request.checkout_id;
    write<usecase::Committed>(
        [request = std::move(request)](const usecase::View& on_disk) { return usecase::commit(on_disk, request); },
        [this, id, answer = std::move(answer)](Result<Outcome<usecase::Committed>> result) {
            if (usecase::may_stay(result)) pump_.forget(id);
            answer(std::move(result));
        });
}

void TillService::cancel(CheckoutId id, web::Answer<usecase::CheckoutAnswer> answer) {
    write<usecase::CheckoutAnswer>([id](const usecase::View& on_disk) { return usecase::cancel(on_disk, id); },
                                   [this, id, answer = std::move(answer)](Result<Outcome<usecase::CheckoutAnswer>> result) {
                                       if (usecase::may_stay(result)) pump_.forget(id);
                                       answer(std::move(result));
                                   });
}

void TillService::tickets(usecase::TicketQuery query, web::Answer<std::vector<usecase::TicketView>> answer) {
    answer(usecase::tickets(view(), query));
}

void TillService::with_word(const domain::TicketKey& key, std::function<void(usecase::TicketWord)> next) {
    if (!pump_.link().up) return next({});
    pump_.ask(usecase::question_about(key),
              [this, next = std::move(next)](const Result<Outcome<usecase::HqAnswer>>& answer) {
                  auto word = usecase::word_of(answer);
                  if (word) return next(std::move(*word));
                  world_.log.write(LogLevel::error, "ticket.not_understood", {{"error", describe(word.error())}});
                  next({});
              });
}

void TillService::ticket(domain::TicketKey key, web::Answer<usecase::TicketDetail> answer) {
    with_word(key, [this, key, answer = std::move(answer)](const usecase::TicketWord& word) {
        answer(usecase::ticket(view(), key, word.told ? &*word.told : nullptr));
    });
}

void TillService::name_member(usecase::LateEarnRequest request, web::Answer<usecase::LateEarned> answer) {
    const domain::TicketKey key = request.ticket;
    with_word(key, [this, request = std::move(request), answer = std::move(answer)](usecase::TicketWord word) mutable {
        request.told = std::move(word.told);
        write<usecase::LateEarned>(
            [request = std::move(request)](const usecase::View& on_disk) { return usecase::name_member(on_disk, request); },
            std::move(answer));
    });
}

void TillService::preview_return(usecase::ReturnRequest request, web::Answer<usecase::ReturnPreview> answer) {
    const domain::TicketKey key = request.ticket;
    with_word(key, [this, request = std::move(request), answer = std::move(answer)](usecase::TicketWord word) mutable {
        request.hq_answered = word.answered;
        request.told = std::move(word.told);
        answer(usecase::preview_return(view(), request));
    });
}

void TillService::take_return(usecase::ReturnRequest request, web::Answer<usecase::Returned> answer) {
    const domain::TicketKey key = request.ticket;
    with_word(key, [this, request = std::move(request), answer = std::move(answer)](usecase::TicketWord word) mutable {
        request.hq_answered = word.answered;
        request.told = std::move(word.told);
        write<usecase::Returned>(
            [request = std::move(request)](const usecase::View& on_disk) { return usecase::take_return(on_disk, request); },
            std::move(answer));
    });
}

void TillService::coupon(usecase::CouponQuery query, web::Answer<usecase::CouponView> answer) {
    usecase::HqQuestion question = usecase::question_of(query);
    pump_.ask(std::move(question),
              [this, query = std::move(query), answer = std::move(answer)](Result<Outcome<usecase::HqAnswer>> told) {
                  if (usecase::is_out_of_reach(told)) return answer(usecase::known_coupon(view(), query));
                  if (!told) return answer(std::unexpected(std::move(told).error()));
                  if (auto* refusal = std::get_if<Refusal>(&*told)) return answer(std::move(*refusal));
                  usecase::CouponView found;
                  const auto known = usecase::known_coupon(view(), query);
                  if (const auto* here = known ? std::get_if<usecase::CouponView>(&*known) : nullptr)
                      found.coupon_template = here->coupon_template;
                  found.hq = std::move(std::get<usecase::HqAnswer>(*told).body);
                  answer(std::move(found));
              });
}

void TillService::ask_hq(usecase::HqQuestion question, web::Answer<usecase::HqAnswer> answer) {
    pump_.ask(std::move(question), std::move(answer));
}

void TillService::status(web::Answer<usecase::Status> answer) {
    auto result = usecase::status(view());
    if (usecase::may_stay(result)) {
        auto& status = std::get<usecase::Status>(*result);
        status.version = world_.version;
        status.enrolled = true;
        // The first data come in parts, and only the last of them makes a till: rules may follow members.
        if (status.feed_position.value != 0 && status.feed_position >= pump_.feed_head()) first_data_ = true;
        status.first_data = first_data_;
        for (const auto& [name, device] : devices_)
            status.devices.push_back(device);
    }
    answer(std::move(result));
}

void TillService::scan(std::string code, std::string aim, web::Answer<usecase::Identified> answer) {
    answer(take_scan("manual", code, aim, world_.clock.now()));
}

Result<Outcome<usecase::Identified>> TillService::take_scan(const std::string& source, const std::string& text,
                                                            const std::string& aim, Instant at) {
    metrics_.scanned();
    auto result = usecase::identify(view(), {text, aim});
    // A payment code is money: it is neither kept nor shown. A code that could not be judged is treated as one.
    const bool may_show = usecase::may_stay(result) && [&] {
        const auto kind = std::get<usecase::Identified>(*result).meaning.kind;
        return kind != domain::ScanKind::wechat_pay && kind != domain::ScanKind::alipay;
    }();
    events_.publish("scan", at, web::scan_event(source, may_show ? text : scan::mask_for_log(text), aim));
    if (usecase::may_stay(result)) {
        events_.publish("identified", at, web::identified_event(source, std::get<usecase::Identified>(*result)));
    } else if (result) {
        events_.publish("identified", at, web::refused_event(source, std::get<Refusal>(*result)));
    } else {
        world_.log.write(LogLevel::error, "scan.not_identified", {{"error", describe(result.error())}});
    }
    return result;
}

void TillService::publish_link(bool up) { events_.publish("link", world_.clock.now(), web::link_event(up)); }

void TillService::publish_sync() { events_.publish("sync", world_.clock.now(), web::sync_event(pump_.pending())); }

void TillService::set_device(const usecase::DeviceStatus& device) {
    devices_[device.name] = device;
    events_.publish("device", world_.clock.now(), web::to_json(device));
}

}  // namespace counterfoil::daemon
