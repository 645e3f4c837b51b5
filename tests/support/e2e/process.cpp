#include "support/e2e/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "base/assert.hpp"

// glibc 2.36 forgets to say that its functions are C.
extern "C" {
#include <sys/pidfd.h>
}

namespace counterfoil::e2e {
namespace {

constexpr int kCannotStart = 126;
constexpr std::chrono::milliseconds kPause{10};

struct Pipe {
    int read_end = -1;
    int write_end = -1;
    Pipe() {
        std::array<int, 2> ends{};
        CF_ASSERT(::pipe2(ends.data(), O_CLOEXEC) == 0);
        read_end = ends[0];
        write_end = ends[1];
    }
};

/// Between fork and exec: nothing here may allocate.
[[noreturn]] void become(char* const* arguments, int out, int err) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (::dup2(nothing, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(err, 2) < 0) ::_exit(kCannotStart);
    ::execv(arguments[0], arguments);
    ::_exit(kCannotStart);
}

/// False at the end of the stream.
bool read_some(int pipe, std::string& into) {
    std::array<char, 4096> buffer{};
    const ssize_t length = ::read(pipe, buffer.data(), buffer.size());
    if (length <= 0) return false;
    into.append(buffer.data(), static_cast<std::size_t>(length));
    return true;
}

}  // namespace

Process::Process(std::vector<std::string> command) {
    const Pipe out;
    const Pipe err;
    std::vector<char*> arguments;
    for (std::string& argument : command)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    pid_ = ::fork();
    CF_ASSERT(pid_ >= 0);
    if (pid_ == 0) become(arguments.data(), out.write_end, err.write_end);
    ::close(out.write_end);
    ::close(err.write_end);
    out_pipe_ = out.read_end;
    err_pipe_ = err.read_end;
    pid_handle_ = ::pidfd_open(pid_, 0);
    CF_ASSERT(pid_handle_ >= 0);
    reader_ = std::thread([this] { read_output(); });
}

Process::~Process() {
    kill();
    reader_.join();
    ::close(out_pipe_);
    ::close(err_pipe_);
    ::close(pid_handle_);
}

void Process::read_output() {
    std::array<pollfd, 2> pipes{{{out_pipe_, POLLIN, 0}, {err_pipe_, POLLIN, 0}}};
    const std::array<std::string*, 2> texts{&out_, &err_};
    while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
        ::poll(pipes.data(), pipes.size(), -1);
        for (std::size_t i = 0; i < pipes.size(); ++i) {
            if (pipes[i].revents == 0) continue;
            std::string fresh;
            const bool more = read_some(pipes[i].fd, fresh);
            if (!more) pipes[i].fd = -1;
            const std::lock_guard lock(mutex_);
            *texts[i] += fresh;
            changed_.notify_all();
        }
    }
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
}

std::optional<std::string> Process::wait_for_line(const std::string& beginning) {
    std::unique_lock lock(mutex_);
    std::optional<std::string> rest;
    const auto seen = [&] {
        for (std::size_t at = 0; at < out_.size();) {
            const std::size_t end = out_.find('\n', at);
            if (end == std::string::npos) break;
            const std::string line = out_.substr(at, end - at);
            if (line.starts_with(beginning)) rest = line.substr(beginning.size());
            if (rest) return true;
            at = end + 1;
        }
        return ended_;
    };
    changed_.wait_for(lock, kPatience, seen);
    return rest;
}

int Process::wait(std::chrono::milliseconds patience) {
    if (status_) return *status_;
    pollfd handle{pid_handle_, POLLIN, 0};
    if (::poll(&handle, 1, static_cast<int>(patience.count())) != 1) return -1;
    int raw = 0;
    CF_ASSERT(::waitpid(pid_, &raw, 0) == pid_);
    status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 256 + WTERMSIG(raw);
    return *status_;
}

bool Process::running() { return wait(std::chrono::milliseconds(0)) == -1; }

int Process::stop() {
    if (!status_) ::kill(pid_, SIGTERM);
    const int status = wait(kPatience);
    if (status == -1) kill();
    return status;
}

int Process::kill() {
    if (!status_) {
        ::kill(pid_, SIGKILL);
        CF_ASSERT(wait(kPatience) != -1);
    }
    return *status_;
}

Finished Process::wait_for_end(std::chrono::milliseconds patience) {
    Finished finished;
    finished.status = wait(patience);
    if (finished.status == -1) kill();
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kPatience, [this] { return ended_; });
    finished.out = out_;
    finished.err = err_;
    return finished;
}

std::string Process::out() {
    const std::lock_guard lock(mutex_);
    return out_;
}

std::string Process::err() {
    const std::lock_guard lock(mutex_);
    return err_;
}

Finished run(std::vector<std::string> command) { return Process(std::move(command)).wait_for_end(); }

bool until(const std::function<bool()>& condition, std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= end) return false;
        // What a program says over HTTP only when asked has no event to wait for.
        ::poll(nullptr, 0, static_cast<int>(kPause.count()));
    }
    return true;
}

}  // namespace counterfoil::e2e
