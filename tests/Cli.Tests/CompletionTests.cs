using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c emotion")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public void Every_shell_gets_a_script(string shell, string words)
    {
        RunResult result = Emotion.Run("completion", shell);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(words, result.Output);
        Assert.Contains("[suggest:", result.Output);
    }

    [Theory]
    [InlineData("emotion an", "analyze")]
    [InlineData("emotion plot --kind ", "spectrogram")]
    [InlineData("emotion fade --curve q", "qsin")]
    [InlineData("emotion model info ", "emotify")]
    [InlineData("emotion analyze --for", "--format")]
    public void The_program_completes_words(string line, string word)
    {
        RunResult result = Emotion.Run($"[suggest:{line.Length}]", line);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(word, result.Output.Split('\n'));
    }

    [Fact]
    public void Bash_offers_words_where_there_are_some_and_else_leaves_file_names_to_itself()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs bash");
        const string Script = """
            emotion() { "$EMOTION" "$@"; }
            source <("$EMOTION" completion bash)
            try() {
                COMP_LINE=$1 COMP_POINT=${#1}
                read -ra COMP_WORDS <<< "$1"
                [[ "$1" == *' ' ]] && COMP_WORDS+=("")
                COMP_WORDS[0]=emotion COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _emotion_complete
                echo "${COMPREPLY[*]}"
            }
            try 'emotion fea'
            try 'emotion plot --kind m'
            try 'emotion analyze --j'
            try 'emotion analyze '
            """;
        RunResult result = Emotion.Shell(Script);
        Assert.Equal("features\nmel\n--jobs\n\n", result.Output);
        Assert.Empty(result.Error);
    }
}
