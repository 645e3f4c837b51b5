// A throw-away source tree on disk, and commands run on it. For tests of the checks only; one thread.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace counterfoil::lint_test {

/// A new empty folder, removed with all that is in it when the object goes.
class ScratchTree {
public:
    ScratchTree() {
        std::string pattern = (std::filesystem::temp_directory_path() / "counterfoil-lint-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + pattern);
        root_ = pattern;
    }
    ~ScratchTree() {
        std::error_code ignored;
        std::filesystem::remove_all(root_, ignored);
    }
    ScratchTree(const ScratchTree&) = delete;
    ScratchTree& operator=(const ScratchTree&) = delete;

    void write(const std::string& path, const std::string& content) const {
        const auto file = root_ / path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream out(file, std::ios::binary);
        out << content;
        if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
    }
    std::string root() const { return root_.string(); }

private:
    std::filesystem::path root_;
};

struct Ran {
    int status = -1;     ///< exit status; -1 where a signal ended the command
    std::string output;  ///< stdout and stderr together
};

inline Ran run(const std::string& command) {
    Ran ran;
    std::FILE* pipe = popen(("{ " + command + "; } 2>&1 </dev/null").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot start: " + command);
    std::array<char, 4096> part{};
    for (std::size_t size = 0; (size = std::fread(part.data(), 1, part.size(), pipe)) > 0;)
        ran.output.append(part.data(), size);
    const int status = pclose(pipe);
    if (WIFEXITED(status)) ran.status = WEXITSTATUS(status);
    return ran;
}

/// The whole text of a file of the source tree.
inline std::string source_file(const std::string& path) {
    std::ifstream in(std::string(COUNTERFOIL_SOURCE_DIR) + "/" + path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace counterfoil::lint_test
