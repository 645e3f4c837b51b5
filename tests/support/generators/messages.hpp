// A rapidcheck generator of messages: every field within its bounds.
#pragma once

#include "protocol/messages.hpp"
#include "support/generators/domain_values.hpp"

namespace counterfoil::test_support {

rc::Gen<domain::JournalHead> journal_head();
rc::Gen<domain::JournalRow> journal_row();
rc::Gen<domain::FeedRow> feed_row();
/// Each type with the same chance.
rc::Gen<protocol::Message> message();

}  // namespace counterfoil::test_support
