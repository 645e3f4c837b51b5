// One site for all cases of a suite: a case must leave the journal as it found it, which is checked after each.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "e2e/main_job/sale.hpp"

namespace counterfoil::e2e {

class BadInput : public ::testing::Test {
protected:
    static void SetUpTestSuite();
    static void TearDownTestSuite();
    void SetUp() override;
    void TearDown() override;

    static Site& site() { return *site_; }
    static Till& till() { return *till_; }
    static Reply post(const std::string& path, const nlohmann::json& body, const Headers& headers = {}) {
        return till_->http().post(path, body, headers);
    }
    static Reply post_text(const std::string& path, std::string body, const Headers& headers = {}) {
        return till_->http().post_text(path, std::move(body), headers);
    }

    /// A case that has to write before it can be refused says how far the journal may have come.
    void expect_journal_from_here() { journal_seq_ = till_->journal_seq(); }

    static void expect_problem(const Reply& reply, int status, const std::string& code);
    /// 400 input_malformed that names the field.
    static void expect_field(const Reply& reply, const std::string& field);

private:
    static std::unique_ptr<Site> site_;
    static Till* till_;
    std::uint64_t journal_seq_ = 0;
};

}  // namespace counterfoil::e2e
