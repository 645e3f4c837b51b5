#include "scan/aim.hpp"

#include <cstddef>

namespace counterfoil::scan {
namespace {

constexpr std::size_t kIdentifierLength = 3;
constexpr std::string_view kModifiers = "0123456789ABCDEF";
// A Code 39, B Telepen, C Code 128, D Code One, E EAN/UPC, F Codabar, G Code 93, H Code 11, I ITF, J DotCode, K Code 16K,
// L PDF417, M MSI, N Anker, O Codablock, P Plessey, Q QR, R and S straight 2 of 5, T Code 49, U MaxiCode, X other bar code,
// Y system expansion, Z no bar code, c channel code, d Data Matrix, e DataBar and composite, h Han Xin, o OCR, p PosiCode,
// s SuperCode, z Aztec.
constexpr std::string_view kCodeLetters = "ABCDEFGHIJKLMNOPQRSTUXYZcdehopsz";

}  // namespace

AimSplit split_aim(std::string_view scanned) noexcept {
    const bool identified = scanned.size() > kIdentifierLength && scanned[0] == ']' &&
                            kCodeLetters.find(scanned[1]) != std::string_view::npos &&
                            kModifiers.find(scanned[2]) != std::string_view::npos;
    if (!identified) return {{}, scanned};
    return {scanned.substr(0, kIdentifierLength), scanned.substr(kIdentifierLength)};
}

}  // namespace counterfoil::scan
