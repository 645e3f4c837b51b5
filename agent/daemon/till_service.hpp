// The API's service: reads on the io thread with connections of its own, writes through the writer thread, tells the session
// what was written, and publishes what happens to the event stream. io thread only.
#pragma once

#include <map>
#include <string>

#include "daemon/writer_thread.hpp"
#include "session/sync_pump.hpp"
#include "storage/ledger.hpp"
#include "usecase/ticket_word.hpp"
#include "web/event_stream.hpp"
#include "web/metrics.hpp"
#include "web/service.hpp"

namespace counterfoil::daemon {

/// The io thread's own read connections, and what every action needs.
struct TillWorld {
    const ports::CacheReader& cache;
    const ports::ReferenceReader& reference;
    storage::ReadOnlyLedger& ledger;
    const Hasher& hasher;
    const Verifier& verifier;
    Random& random;
    const Clock& clock;
    Log& log;
    std::string version;
    RegisterId register_id;  ///< for baskets that name none
};

class TillService final : public web::AgentService {
public:
    TillService(TillWorld world, WriterThread& writer, session::SyncPump& pump, web::EventStream& events,
                web::Metrics& metrics);

    void identify(usecase::IdentifyRequest request, web::Answer<usecase::Identified> answer) override;
    void member(MemberId id, web::Answer<usecase::MemberCard> answer) override;
    void enrol(usecase::EnrolRequest request, web::Answer<usecase::Enrolled> answer) override;
    void products(std::string query, std::string after_sku, std::size_t limit,
                  web::Answer<std::vector<domain::Product>> answer) override;
    void quote(usecase::QuoteRequest request, web::Answer<usecase::QuoteAnswer> answer) override;
    void open_checkout(usecase::QuoteRequest request, web::Answer<usecase::CheckoutAnswer> answer) override;
    void checkout(CheckoutId id, web::Answer<usecase::CheckoutAnswer> answer) override;
    void commit(usecase::CommitRequest request, web::Answer<usecase::Committed> answer) override;
    void cancel(CheckoutId id, web::Answer<usecase::CheckoutAnswer> answer) override;
    void tickets(usecase::TicketQuery query, web::Answer<std::vector<usecase::TicketView>> answer) override;
    void ticket(domain::TicketKey key, web::Answer<usecase::TicketDetail> answer) override;
    void name_member(usecase::LateEarnRequest request, web::Answer<usecase::LateEarned> answer) override;
    void preview_return(usecase::ReturnRequest request, web::Answer<usecase::ReturnPreview> answer) override;
    void take_return(usecase::ReturnRequest request, web::Answer<usecase::Returned> answer) override;
    void coupon(usecase::CouponQuery query, web::Answer<usecase::CouponView> answer) override;
    void ask_hq(usecase::HqQuestion question, web::Answer<usecase::HqAnswer> answer) override;
    void status(web::Answer<usecase::Status> answer) override;
    void scan(std::string code, std::string aim, web::Answer<usecase::Identified> answer) override;

    /// A code from a scanner, or by hand (source "manual"): identified and published.
    Result<Outcome<usecase::Identified>> take_scan(const std::string& source, const std::string& text,
                                                   const std::string& aim, Instant at);
    void set_device(const usecase::DeviceStatus& device);
    void publish_link(bool up);
    void publish_sync();

private:
    usecase::View view();
    /// HQ's word on the ticket first, where it is in reach.
    void with_word(const domain::TicketKey& key, std::function<void(usecase::TicketWord)> next);
    /// Runs a writing action on the writer thread; `done` gets its answer once that is durable.
    template <class T>
    void write(std::function<Result<Outcome<T>>(const usecase::View&)> action, web::Answer<T> done);

    TillWorld world_;
    WriterThread& writer_;
    session::SyncPump& pump_;
    web::EventStream& events_;
    web::Metrics& metrics_;
    std::map<std::string, usecase::DeviceStatus> devices_;
    bool first_data_ = false;  ///< later changes that are under way do not make the agent unready again
};

}  // namespace counterfoil::daemon
