// Programs under test: started, watched and ended, with every wait bounded. Only processes started here are ever signalled,
// and none outlives the test: the kernel ends them with the thread that started them.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace counterfoil::e2e {

/// How long anything may take; generous, as sanitizers and a busy machine slow everything down.
inline constexpr std::chrono::seconds kPatience{30};

struct Finished {
    int status = -1;  ///< exit code; 256 + signal for a process that was ended by one; -1 where it did not end in time
    std::string out;
    std::string err;
};

class Process {
public:
    explicit Process(std::vector<std::string> command);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    /// The rest of the first line on stdout that begins so; nothing if the process ends or the time is up before.
    std::optional<std::string> wait_for_line(const std::string& beginning);
    bool running();
    /// Asks by SIGTERM. The status as in Finished.
    int stop();
    /// SIGKILL: the process does not get to say or write anything more. The status: another one than 256 + SIGKILL tells
    /// that it had ended before.
    int kill();
    /// Waits for an end that comes by itself.
    Finished wait_for_end(std::chrono::milliseconds patience = kPatience);

    std::string out();
    std::string err();

private:
    void read_output();
    int wait(std::chrono::milliseconds patience);

    pid_t pid_ = -1;
    int pid_handle_ = -1;
    int out_pipe_ = -1;
    int err_pipe_ = -1;
    std::optional<int> status_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string out_;
    std::string err_;
    bool ended_ = false;  ///< both pipes are at their end
    std::thread reader_;
};

/// Runs a command to its end.
Finished run(std::vector<std::string> command);

/// Asks again and again until the answer is true. False: the time was up.
bool until(const std::function<bool()>& condition, std::chrono::milliseconds patience = kPatience);

}  // namespace counterfoil::e2e
