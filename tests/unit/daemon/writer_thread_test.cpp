// The writer thread over stores that fail, block and count when they are told to.
#include "daemon/writer_thread.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "base/assert.hpp"

namespace counterfoil::daemon {
namespace {

using testing::ElementsAre;

/// Jobs of these tests look into no table.
class NoTables final : public ports::LedgerTx {
public:
    ports::Journal& journal() override { return none<ports::Journal>(); }
    ports::Holds& holds() override { return none<ports::Holds>(); }
    ports::Checkouts& checkouts() override { return none<ports::Checkouts>(); }
    ports::Requests& requests() override { return none<ports::Requests>(); }
    ports::Tickets& tickets() override { return none<ports::Tickets>(); }
    ports::Returns& returns() override { return none<ports::Returns>(); }
    ports::Effects& effects() override { return none<ports::Effects>(); }
    ports::Enrolments& enrolments() override { return none<ports::Enrolments>(); }
    ports::Device& device() override { return none<ports::Device>(); }

private:
    template <class T>
    [[noreturn]] static T& none() {
        assertion_failed("no table is there", __FILE__, __LINE__);
    }
};

/// What happened on the writer thread, in order. Read once that thread is still.
using Trace = std::vector<std::string>;

class CountingLedger final : public ports::LedgerStore {
public:
    explicit CountingLedger(Trace& trace) : trace_(trace) {}
    Result<void> fails = {};
    bool fails_once = false;
    std::promise<void> checkpointed;

    Result<void> transact(std::span<const ports::LedgerJob> jobs) override {
        for (const ports::LedgerJob& job : jobs)
            kept += job(tables_) ? 1 : 0;
        trace_.push_back("commit of " + std::to_string(jobs.size()));
        return std::exchange(fails_once, false) ? fail(ErrorCode::io, "once") : fails;
    }
    ports::LedgerTx& view() override { return tables_; }
    Result<std::size_t> checkpoint() override {
        if (!std::exchange(told_, true)) checkpointed.set_value();
        return fail(ErrorCode::io, "the disk is slow");
    }
    int kept = 0;

private:
    Trace& trace_;
    NoTables tables_;
    bool told_ = false;
};

class CountingCache final : public storage::CacheStore {
public:
    explicit CountingCache(Trace& trace) : trace_(trace) {}
    Result<void> fails = {};

    Result<void> apply(const domain::FeedBatch& batch) override {
        trace_.push_back("feed " + batch.scope);
        return fails;
    }
    Result<FeedPosition> position(std::string_view) const override { return FeedPosition{7}; }
    Result<std::size_t> checkpoint() override { return std::size_t{0}; }

private:
    Trace& trace_;
};

class NoCache final : public storage::CacheReaders {
public:
    Result<std::optional<domain::CachedMember>> member(const MemberId&) const override { return std::nullopt; }
    Result<std::optional<MemberId>> member_by_identity(domain::IdentityKind, std::string_view) const override {
        return std::nullopt;
    }
    Result<bool> was_released(domain::IdentityKind, std::string_view) const override { return false; }
    Result<std::vector<domain::Coupon>> coupons_of(const MemberId&) const override { return std::vector<domain::Coupon>{}; }
    Result<std::optional<domain::Coupon>> coupon(const CouponId&) const override { return std::nullopt; }
    Result<std::optional<domain::Coupon>> coupon_by_code(std::string_view) const override { return std::nullopt; }
    Result<std::optional<domain::CouponTemplate>> coupon_template(const TemplateId&) const override { return std::nullopt; }
    Result<std::optional<domain::Product>> product_by_gtin(std::string_view) const override { return std::nullopt; }
    Result<std::optional<domain::Product>> product(const Sku&) const override { return std::nullopt; }
    Result<std::vector<domain::Product>> products(std::string_view, std::size_t) const override {
        return std::vector<domain::Product>{};
    }
    Result<std::optional<domain::Rules>> rules() const override { return std::nullopt; }
    Result<FeedPosition> position(std::string_view) const override { return FeedPosition{}; }
};

class NoHasher final : public Hasher {
public:
    Digest sha256(std::span<const ByteView>) const override { return {}; }
};
class NoVerifier final : public Verifier {
public:
    bool verify(const PublicKey&, ByteView, const Signature&) const override { return false; }
};
class NoRandom final : public Random {
public:
    void fill(std::span<std::uint8_t>) override {}
};
class StoppedClock final : public Clock {
public:
    Instant now() const override { return Instant{1234}; }
    Tick tick() const override { return Tick{0}; }
};

class WriterThreadTest : public testing::Test {
protected:
    WriterThreadTest()
        : writer(std::make_unique<WriterThread>(
              WriterWorld{ledger, cache, no_cache, no_cache, hasher, verifier, random, clock, log}, loop)) {}

    /// A job that holds the writer up until release(), so that others wait behind it.
    void hold_up() {
        std::promise<void> begun;
        auto reached = begun.get_future();
        writer->post(
            {},
            [this, &begun](const usecase::View&) {
                begun.set_value();
                released.get_future().wait();
                return true;
            },
            count());
        reached.wait();
    }
    void release() { released.set_value(); }
    void post(const std::string& name) {
        writer->post(
            {},
            [this, name](const usecase::View&) {
                trace.push_back(name);
                return true;
            },
            count());
    }
    void feed(const std::string& scope) {
        domain::FeedBatch batch;
        batch.scope = scope;
        writer->apply_feed(batch, [done = count()](Result<void> result, FeedPosition) { done(std::move(result)); });
    }
    session::Done count() {
        ++expected;
        return [this](Result<void> result) {
            answers.push_back(result ? "done" : describe(result.error()));
            codes.push_back(result ? ErrorCode::io : result.error().code);
            if (static_cast<int>(answers.size()) == expected) loop.stop();
        };
    }
    /// Until all that was posted is answered; ten seconds at most.
    void wait_for_all() {
        loop.after(Millis{10'000}, [this] { loop.stop(); });
        loop.run();
        ASSERT_EQ(static_cast<int>(answers.size()), expected);
    }

    Trace trace;
    CountingLedger ledger{trace};
    CountingCache cache{trace};
    NoCache no_cache;
    NoHasher hasher;
    NoVerifier verifier;
    NoRandom random;
    StoppedClock clock;
    NullLog log;
    http_kit::IoLoop loop;
    std::promise<void> released;
    std::vector<std::string> answers;
    std::vector<ErrorCode> codes;
    int expected = 0;
    std::unique_ptr<WriterThread> writer;
};

TEST_F(WriterThreadTest, GivesAJobItsWorld) {
    usecase::LinkView link;
    link.up = true;
    bool right = false;
    writer->post(
        link,
        [&](const usecase::View& view) {
            right = view.link.up && view.now == Instant{1234} && &view.ledger == &ledger.view() && &view.cache == &no_cache;
            return true;
        },
        count());
    wait_for_all();
    EXPECT_TRUE(right);
}

TEST_F(WriterThreadTest, RunsWaitingJobsInOrderUnderOneCommit) {
    hold_up();
    for (const std::string name : {"a", "b", "c"})
        post(name);
    release();
    wait_for_all();
    EXPECT_THAT(trace, ElementsAre("commit of 1", "a", "b", "c", "commit of 3"));
    EXPECT_THAT(answers, testing::Each("done"));
}

TEST_F(WriterThreadTest, BoundsWhatOneCommitCarries) {
    hold_up();
    for (std::size_t i = 0; i < kJobsPerCommitMax + 1; ++i)
        writer->post(
            {}, [](const usecase::View&) { return true; }, count());
    release();
    wait_for_all();
    EXPECT_THAT(trace, ElementsAre("commit of 1", "commit of 64", "commit of 1"));
}

TEST_F(WriterThreadTest, GivesAFeedBatchItsPlaceInTheOrder) {
    hold_up();
    post("a");
    feed("all");
    post("b");
    post("c");
    feed("other");
    release();
    wait_for_all();
    EXPECT_THAT(trace, ElementsAre("commit of 1", "a", "commit of 1", "feed all", "b", "c", "commit of 2", "feed other"));
}

TEST_F(WriterThreadTest, AnswersEveryJobOfACommitThatFailed) {
    hold_up();
    for (const std::string name : {"a", "b", "c"})
        post(name);
    ledger.fails = fail(ErrorCode::full, "the disk is full");
    release();
    wait_for_all();
    EXPECT_THAT(answers, testing::Each("the disk is full"));
    EXPECT_THAT(codes, testing::Each(ErrorCode::full));
}

TEST_F(WriterThreadTest, GoesOnAfterAFailure) {
    ledger.fails_once = true;
    hold_up();
    post("a");
    release();
    wait_for_all();
    EXPECT_THAT(answers, ElementsAre("once", "done"));
}

TEST_F(WriterThreadTest, TellsAFeedBatchWhereTheCacheStandsEvenIfItFailed) {
    cache.fails = fail(ErrorCode::conflict, "a gap");
    FeedPosition at;
    domain::FeedBatch batch;
    batch.scope = "all";
    writer->apply_feed(batch, [&, done = count()](Result<void> result, FeedPosition position) {
        at = position;
        done(std::move(result));
    });
    wait_for_all();
    EXPECT_EQ(at, FeedPosition{7});
    EXPECT_THAT(codes, ElementsAre(ErrorCode::conflict));
}

TEST_F(WriterThreadTest, AnswersForAFullQueueAtOnceAndNeverFromWithinThePost) {
    hold_up();
    for (std::size_t i = 0; i < kWaitingJobsMax; ++i)
        writer->post(
            {}, [](const usecase::View&) { return true; }, count());
    post("one too many");
    feed("one too many");
    EXPECT_TRUE(answers.empty());
    release();
    wait_for_all();
    EXPECT_EQ(std::ranges::count(codes, ErrorCode::unavailable), 2);
    EXPECT_EQ(ledger.kept, static_cast<int>(kWaitingJobsMax) + 1);
    EXPECT_THAT(trace, testing::Not(testing::Contains(testing::HasSubstr("too many"))));
}

TEST_F(WriterThreadTest, RunsWhatWasPostedBeforeItEnds) {
    hold_up();
    for (const std::string name : {"a", "b"})
        post(name);
    feed("all");
    release();
    writer.reset();
    EXPECT_THAT(trace, ElementsAre("commit of 1", "a", "b", "commit of 2", "feed all"));
    wait_for_all();
}

TEST_F(WriterThreadTest, MovesTheLogWhenItIsIdleAndLivesWithAFailure) {
    auto moved = ledger.checkpointed.get_future();
    ASSERT_EQ(moved.wait_for(std::chrono::seconds(10)), std::future_status::ready);
    post("a");
    wait_for_all();
    EXPECT_THAT(answers, ElementsAre("done"));
}

}  // namespace
}  // namespace counterfoil::daemon
