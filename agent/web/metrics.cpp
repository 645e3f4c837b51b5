#include "web/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <utility>

namespace counterfoil::web {

struct Metrics::Impl {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                            .Name("counterfoil_http_requests_total")
                                                            .Help("Requests by route and status")
                                                            .Register(registry);
    /// Finding a counter by its labels costs more than many a request.
    std::map<std::pair<const char*, int>, prometheus::Counter*> known;
    prometheus::Family<prometheus::Counter>& tickets =
        prometheus::BuildCounter().Name("counterfoil_tickets_total").Help("Committed tickets").Register(registry);
    prometheus::Counter& scans =
        prometheus::BuildCounter().Name("counterfoil_scans_total").Help("Codes scanned").Register(registry).Add({});

    void gauge(const char* name, const char* help, double value) {
        prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({}).Set(value);
    }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::request(std::string_view route, int status) {
    prometheus::Counter*& counter = impl_->known[{route.data(), status}];
    if (counter == nullptr)
        counter = &impl_->requests.Add({{"route", std::string(route)}, {"status", std::to_string(status)}});
    counter->Increment();
}

void Metrics::committed(bool at_risk) { impl_->tickets.Add({{"at_risk", at_risk ? "yes" : "no"}}).Increment(); }

void Metrics::scanned() { impl_->scans.Increment(); }

std::string Metrics::text(const usecase::Status& status) {
    const auto number = [](auto value) { return static_cast<double>(value); };
    impl_->gauge("counterfoil_link_up", "1 while HQ answers", status.link.up ? 1 : 0);
    impl_->gauge("counterfoil_data_age_seconds", "Since the last contact with HQ", number(status.data_age.value) / 1000);
    impl_->gauge("counterfoil_pending_operations", "Journal entries that HQ has not applied",
                 number(status.pending_operations));
    impl_->gauge("counterfoil_open_holds", "Holds with unspent units", number(status.open_holds));
    impl_->gauge("counterfoil_open_checkouts", "Checkouts that are open", number(status.open_checkouts));
    impl_->gauge("counterfoil_conflicts", "Redemptions that HQ could not accept", number(status.conflicts.size()));
    impl_->gauge("counterfoil_feed_position", "How far HQ's changes are taken", number(status.feed_position.value));
    return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace counterfoil::web
