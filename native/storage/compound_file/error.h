// What can be wrong with a compound file.
#pragma once

#include <stdexcept>

namespace mapi_msg::compound_file {

enum class Problem {
    NotCompoundFile,  // a file of another kind
    InvalidHeader,    // the header says what no compound file may
    Corrupt,          // the header is good, what it leads to is not
    ReadFault,        // the bytes could not be read
};

class Error : public std::runtime_error {
  public:
    Error(Problem problem, const char* what) : std::runtime_error(what), problem_(problem) {}
    Problem GetProblem() const { return problem_; }

  private:
    Problem problem_;
};

}  // namespace mapi_msg::compound_file
