#include "support/golden/golden_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace counterfoil::test_support {

std::string golden_text(const std::string& name) {
    std::ifstream file(std::filesystem::path(COUNTERFOIL_SOURCE_DIR) / "tests/fixtures/golden" / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void offer_golden_text(const std::string& name, std::string_view text) {
    const char* wanted = std::getenv("COUNTERFOIL_WRITE_GOLDEN");
    if (wanted == nullptr || *wanted == '\0') return;
    const std::filesystem::path path = std::filesystem::path(COUNTERFOIL_GOLDEN_OUT) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace counterfoil::test_support
