// The commands of counterfoil-hq that work on the state folder, beside a running hub or without one. Each returns the exit
// code and speaks on stdout or, with one line that says what to do, on stderr.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/configuration.hpp"

namespace counterfoil::hub {

int import_command(const platform::HubConfig& config, const std::vector<std::string>& files);
int enrol_code_command(const platform::HubConfig& config, const std::string& store, const std::string& device);
/// Asks HQ's desk (hub/core/desk.hpp) once, under a key of its own; prints the answer as JSON.
int desk_command(const platform::HubConfig& config, const std::string& what, const std::string& subject,
                 const std::string& body);
/// Print JSON Lines (hub/core/books.hpp) for the days from <= day < until.
int clearing_command(const platform::HubConfig& config, const std::string& from, const std::string& until);
int accounts_command(const platform::HubConfig& config, const std::string& from, const std::string& until);
int demo_data_command(std::uint64_t seed, std::uint32_t members, const std::string& folder);

}  // namespace counterfoil::hub
