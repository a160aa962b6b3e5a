window.showcaseWindow={"build": "796a49233f70", "slides": ["cover", "brand/1252", "member/zhang", "team/班组", "volunteer/deng", "honours"]};
