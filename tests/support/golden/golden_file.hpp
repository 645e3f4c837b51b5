// Golden files: what the encoders wrote when a format was agreed on. A test compares; nobody overwrites them by accident.
//
// After a deliberate change of a format run the golden tests with COUNTERFOIL_WRITE_GOLDEN=1: what is written now lands in
// build/<preset>/golden/, to be compared with tests/fixtures/golden/ and copied over.
#pragma once

#include <string>
#include <string_view>

namespace counterfoil::test_support {

/// The committed text of a golden file; empty if there is none.
std::string golden_text(const std::string& name);
/// Writes `text` below the build folder if the environment asks for it. Throws where that fails.
void offer_golden_text(const std::string& name, std::string_view text);

}  // namespace counterfoil::test_support
