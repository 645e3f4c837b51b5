#include "domain/arithmetic.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {

void set_tax(QuoteLine& line, BasisPoints tax_bp, bool tax_included) {
    // Without tax included the net is the taxable amount, and the POS adds the tax.
    line.ex_tax = line.net;
    if (tax_included) line.ex_tax = Money{half_up_product(line.net.value, kWhole.value, kWhole.value + tax_bp.value)};
    line.tax = line.net - line.ex_tax;
}

}  // namespace counterfoil::domain::pricing
