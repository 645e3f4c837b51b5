// Fixed values with several purses: a promotional purse in tenths of points beside the main one.
#pragma once

#include "support/golden/samples.hpp"

namespace counterfoil::test_support {

domain::Rules sample_purse_rules();  ///< without its hash
domain::Member sample_purse_member();
domain::Basket sample_purse_basket();
domain::Quote sample_purse_quote();  ///< of that basket, member and rules
domain::ReturnEntry sample_purse_return();
domain::Hold sample_purse_hold();

}  // namespace counterfoil::test_support
