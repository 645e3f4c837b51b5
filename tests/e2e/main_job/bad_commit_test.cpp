// Commits that may not be: every refusal leaves the checkout open and the journal as it was.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/main_job/bad_input_site.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;

class BadCommit : public BadInput {
protected:
    Sale open(const std::string& ticket) {
        const Reply opened = post("/v1/checkouts", basket(ticket));
        EXPECT_EQ(opened.status, 201) << opened.text();
        return Sale(opened);
    }
    static Reply commit(const Sale& sale, const json& body, const std::string& key) {
        return post(sale.path(), body, {{"Idempotency-Key", key}});
    }
};

TEST_F(BadCommit, NeedsAnIdempotencyKeyOfUsableLength) {
    const Sale sale = open("T-key");
    expect_field(post(sale.path(), sale.body()), "Idempotency-Key");
    expect_field(commit(sale, sale.body(), std::string(129, 'k')), "Idempotency-Key");
}

TEST_F(BadCommit, RefusesAHashThatIsNoneOrAnotherQuotes) {
    const Sale sale = open("T-hash");
    for (const json& hash : {json(5), json(""), json("zz"), json(std::string(62, 'a')), json(std::string(64, 'x'))}) {
        json body = sale.body();
        body["quote_hash"] = hash;
        expect_field(commit(sale, body, "key-hash"), "/quote_hash");
    }
    json other = sale.body();
    other["quote_hash"] = std::string(64, 'a');
    expect_problem(commit(sale, other, "key-hash"), 409, "quote_stale");
}

TEST_F(BadCommit, RefusesTendersThatDoNotAddUp) {
    const Sale sale = open("T-tender");
    const auto tender = [&](const json& amount) {
        json body = sale.body();
        body["tenders"][0]["amount"] = amount;
        return body;
    };
    expect_problem(commit(sale, tender(sale.due - 1), "key-t"), 422, "tenders_mismatch");
    expect_problem(commit(sale, tender(sale.due + 1), "key-t"), 422, "tenders_mismatch");
    expect_field(commit(sale, tender(-1), "key-t"), "/tenders/0/amount");
    expect_field(commit(sale, tender(UINT64_MAX), "key-t"), "/tenders/0/amount");
    expect_field(commit(sale, tender(0.5), "key-t"), "/tenders/0/amount");
    json many = sale.body();
    for (int i = 0; i < 30; ++i)
        many["tenders"].push_back(many["tenders"][0]);
    expect_field(commit(sale, many, "key-t"), "/tenders");
    json two_that_wrap = sale.body();
    two_that_wrap["tenders"] =
        json::array({{{"kind", "cash"}, {"amount", INT64_MAX}}, {{"kind", "cash"}, {"amount", INT64_MAX}}});
    expect_field(commit(sale, two_that_wrap, "key-t"), "/tenders/0/amount");
}

TEST_F(BadCommit, RefusesUnknownAndCancelledCheckouts) {
    const Sale sale = open("T-cancel");
    Sale unknown = sale;
    unknown.checkout_id = "C-none";
    expect_problem(commit(unknown, sale.body(), "key-c"), 404, "unknown_checkout");
    ASSERT_EQ(till().http().remove("/v1/checkouts/" + sale.checkout_id).status, 200);
    expect_problem(commit(sale, sale.body(), "key-c"), 409, "checkout_cancelled");
}

TEST_F(BadCommit, RefusesAKeyWithAnotherBodyAndATicketWithOtherContent) {
    const Sale sale = open("T-once");
    ASSERT_EQ(sale.commit(till(), "key-once").status, 200);
    expect_journal_from_here();
    expect_problem(commit(sale, {{"quote_hash", sale.quote_hash}}, "key-once"), 422, "idempotency_key_reused");
    const Reply other = post("/v1/checkouts", basket("T-once", {}, {}, 7));
    expect_problem(other, 409, "ticket_id_reused");
    const Reply replayed = sale.commit(till(), "key-once");
    EXPECT_EQ(replayed.status, 200) << replayed.text();
    EXPECT_EQ(replayed.headers.count("idempotent-replay"), 1U);
}

}  // namespace
}  // namespace counterfoil::e2e
