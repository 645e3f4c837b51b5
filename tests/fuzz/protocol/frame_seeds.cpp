// frame_seeds FOLDER FILE.hex...  writes what each file's hexadecimal text says into FOLDER, one seed a file.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/bytes.hpp"

int main(int count, char** arguments) {
    namespace fs = std::filesystem;
    if (count < 2) return std::fputs("usage: frame_seeds FOLDER FILE.hex...\n", stderr), 2;
    fs::create_directories(arguments[1]);
    for (int i = 2; i < count; ++i) {
        std::ifstream in(arguments[i]);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        if (text.ends_with('\n')) text.pop_back();
        const auto bytes = counterfoil::from_hex(text);
        std::ofstream out(fs::path(arguments[1]) / fs::path(arguments[i]).stem(), std::ios::binary);
        if (bytes) out.write(reinterpret_cast<const char*>(bytes->data()), static_cast<std::streamsize>(bytes->size()));
        if (!bytes || !out.flush()) return std::fprintf(stderr, "%s: no seed was made of it\n", arguments[i]), 1;
    }
    return 0;
}
