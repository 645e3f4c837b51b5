#include "e2e/serial/pty.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace counterfoil::drivers_linux {
namespace {

constexpr std::chrono::seconds kPatience{20};

std::string text_of(const LogField& field) {
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) return std::to_string(*number);
    if (const auto* flag = std::get_if<bool>(&field.value)) return *flag ? "true" : "false";
    return std::get<std::string>(field.value);
}

std::int64_t milliseconds(auto duration) { return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count(); }

}  // namespace

Instant SystemClock::now() const { return Instant{milliseconds(std::chrono::system_clock::now().time_since_epoch())}; }
Tick SystemClock::tick() const { return Tick{milliseconds(std::chrono::steady_clock::now().time_since_epoch())}; }

Pty::Pty() : master_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    std::array<char, 128> name{};
    if (!master_.valid() || ::grantpt(master_.get()) != 0 || ::unlockpt(master_.get()) != 0 ||
        ::ptsname_r(master_.get(), name.data(), name.size()) != 0) {
        throw std::runtime_error("no pty: " + errno_text(errno));
    }
    device_ = name.data();
}

void Pty::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t length = ::write(master_.get(), bytes.data(), bytes.size());
        if (length <= 0) throw std::runtime_error("pty write: " + errno_text(errno));
        bytes.remove_prefix(static_cast<std::size_t>(length));
    }
}

ScratchFolder::ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "counterfoil-serial-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp: " + errno_text(errno));
    path_ = pattern;
    if (::chmod(path_.c_str(), 0755) != 0) throw std::runtime_error("chmod: " + errno_text(errno));
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void plug_in(const Pty& pty, const std::filesystem::path& link) {
    const auto fresh = link.string() + ".new";
    std::filesystem::create_symlink(pty.device(), fresh);
    std::filesystem::rename(fresh, link);
}

void Notes::write(LogLevel, std::string_view event, std::initializer_list<LogField> fields) {
    std::string line;
    for (const auto& field : fields)
        line += std::string(field.name) + "=" + text_of(field) + " ";
    const std::lock_guard lock(mutex_);
    log_.emplace_back(event, std::move(line));
    changed_.notify_all();
}

void Notes::note_scan(scan::ScanEvent event) {
    const std::lock_guard lock(mutex_);
    scans_.push_back(std::move(event));
    changed_.notify_all();
}

void Notes::note_change(const scan::DeviceChange& change) {
    const std::lock_guard lock(mutex_);
    changes_.push_back(change);
    changed_.notify_all();
}

bool Notes::wait(std::unique_lock<std::mutex>& lock, const std::function<bool()>& done) {
    return changed_.wait_for(lock, kPatience, done);
}

std::vector<scan::ScanEvent> Notes::scans(std::size_t at_least) {
    std::unique_lock lock(mutex_);
    wait(lock, [&] { return scans_.size() >= at_least; });
    return scans_;
}

std::vector<std::string> Notes::texts(std::size_t at_least) {
    std::vector<std::string> texts;
    for (auto& event : scans(at_least))
        texts.push_back(std::move(event.text));
    return texts;
}

std::vector<scan::DeviceChange> Notes::changes(std::size_t at_least) {
    std::unique_lock lock(mutex_);
    wait(lock, [&] { return changes_.size() >= at_least; });
    return changes_;
}

std::optional<std::string> Notes::logged(std::string_view event) {
    std::unique_lock lock(mutex_);
    std::optional<std::string> fields;
    wait(lock, [&] {
        for (const auto& [name, text] : log_) {
            if (name == event) fields = text;
        }
        return fields.has_value();
    });
    return fields;
}

std::string Notes::whole_log() {
    const std::lock_guard lock(mutex_);
    std::string all;
    for (const auto& [name, text] : log_)
        all.append(name).append(" ").append(text).append("\n");
    return all;
}

Result<std::unique_ptr<SerialScanner>> start_scanner(SerialScannerConfig config, const Clock& clock, Notes& notes) {
    return SerialScanner::start(
        std::move(config), clock, notes, [&notes](scan::ScanEvent event) { notes.note_scan(std::move(event)); },
        [&notes](const scan::DeviceChange& change) { notes.note_change(change); });
}

}  // namespace counterfoil::drivers_linux
