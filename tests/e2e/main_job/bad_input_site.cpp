#include "e2e/main_job/bad_input_site.hpp"

#include <nlohmann/json.hpp>

namespace counterfoil::e2e {

using nlohmann::json;

std::unique_ptr<Site> BadInput::site_;
Till* BadInput::till_ = nullptr;

void BadInput::SetUpTestSuite() {
    site_ = std::make_unique<Site>();
    ASSERT_EQ(site_->open(), "");
    till_ = &site_->till("S001", "till-1");
    ASSERT_EQ(site_->trouble(), "");
}

void BadInput::TearDownTestSuite() {
    till_ = nullptr;
    site_.reset();
}

void BadInput::SetUp() {
    ASSERT_TRUE(till_ != nullptr && till_->running());
    journal_seq_ = till_->journal_seq();
}

void BadInput::TearDown() {
    ASSERT_TRUE(till_->running()) << till_->log();
    EXPECT_EQ(till_->journal_seq(), journal_seq_) << "a refusal wrote to the journal";
    EXPECT_EQ(till_->http().get("/healthz").status, 200);
}

void BadInput::expect_problem(const Reply& reply, int status, const std::string& code) {
    EXPECT_EQ(reply.status, status) << reply.text();
    EXPECT_EQ(reply.code(), code) << reply.text();
    const json problem = reply.json();
    EXPECT_TRUE(problem.is_object() && !problem.value("title", "").empty()) << reply.text();
}

void BadInput::expect_field(const Reply& reply, const std::string& field) {
    expect_problem(reply, 400, "input_malformed");
    EXPECT_EQ(reply.json().value("field", ""), field) << reply.text();
}

}  // namespace counterfoil::e2e
