// JUnit's XML, which build servers read: test cases with their failures.
// Thread rule: one thread.
#pragma once

#include <string>
#include <vector>

namespace quarry {

class JunitReport {
 public:
  // `failure` "": passed.
  void Add(const std::string& suite, const std::string& name, const std::string& failure) {
    cases_.push_back({suite, name, failure});
  }
  std::string Text() const;
  bool Write(const std::string& path) const;

 private:
  struct Case {
    std::string suite, name, failure;
  };
  std::vector<Case> cases_;
};

}  // namespace quarry
