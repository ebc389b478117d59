using System.CommandLine;
using RealtimeEmotion.Cli.CommandLine;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion completion SHELL</c>: the script that lets a shell complete our words.</summary>
internal static class CompletionCommand
{
    // Each asks the program itself, by the path it was called with, so completions are never out of date. Where the
    // program knows only options, the shell completes file names.
    private const string Bash = """
        _emotion_complete() {
            local word="${COMP_WORDS[COMP_CWORD]}" line
            COMPREPLY=()
            while IFS= read -r line; do
                [[ "$line" == "$word"* && ( "$word" == -* || "$line" != -* ) ]] && COMPREPLY+=("$line")
            done < <("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2> /dev/null < /dev/null)
        }
        complete -o bashdefault -o default -F _emotion_complete emotion
        """;

    private const string Zsh = """
        #compdef emotion
        _emotion_complete() {
            local -a words_found
            words_found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2> /dev/null < /dev/null)}")
            [[ "${words[CURRENT]}" == -* ]] || words_found=("${(@)words_found:#-*}")
            words_found=("${(@)words_found:#}")
            (( ${#words_found} )) && compadd -a words_found
            _files
        }
        compdef _emotion_complete emotion
        """;

    private const string Fish = """
        function __emotion_complete
            set -l line (commandline -cp)
            set -l program (commandline -opc)[1]
            $program "[suggest:"(string length -- "$line")"]" "$line" 2> /dev/null < /dev/null
        end
        complete -c emotion -a "(__emotion_complete)"
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName emotion, emotion.cmd, emotion.exe -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            & $commandAst.CommandElements[0].Value "[suggest:$cursorPosition]" "$commandAst" 2> $null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    internal static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new EmotionCommand(
            "completion",
            "Prints a script that lets a shell complete this program's words.",
            new Example("completion bash > ~/.local/share/bash-completion/completions/emotion", "for every bash to come"),
            new Example("completion fish | source", "for this fish alone"))
        {
            shell,
        };
        command.Run((result, session) =>
        {
            session.Terminal.Results.WriteLine(result.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                _ => PowerShell,
            });
            return ExitCode.Done;
        });
        return command;
    }
}
