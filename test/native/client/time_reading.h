// How long this client takes to read files: what bench/ measures the binding against.
#pragma once

#include <string>
#include <vector>

namespace client {

// `arguments` are: path|bytes LIST ROUNDS. LIST is a text file with a path on each line (UTF-8). Each round
// reads all files whole, attachments and messages in them included, and prints its time. Gives the exit code.
int TimeReading(const std::vector<std::wstring>& arguments);

}  // namespace client
